"""The same marking in outline, composed in Python from public packages, to hold beside `cargo bench --bench grading`.

Words are cut by rjieba (jieba-rs) and wrong characters found by rapidfuzz, both native code; the windows of clauses,
negation and credit are plain Python. It takes the answer that the Rust bench takes: the one of the rubric's corpus
whose length is nearest to the rubric's target. It is an outline and no second implementation: it knows no synonyms,
aliases, opposites, bare lists or copied question, makes no feedback, and gives other marks.

    pip install rjieba rapidfuzz
    python scripts/peer_bench.py [rubrics/digital-government-practice.toml]

Python 3.11 or later; one thread.
"""

import json
import re
import sys
import time
import tomllib
import unicodedata
from pathlib import Path

import rjieba
from rapidfuzz import fuzz

ROOT = Path(__file__).resolve().parent.parent
WARM_UP_SECONDS = 0.5
SECONDS = 3.0
DEFAULT_TARGET = 350

WINDOW_CLAUSES = 3
SPREAD_COST = 0.02
CHARACTERS = 0.8  # what the characters of a term count where they stand apart
CHARACTERS_MIN = 2  # characters that a clause shares with a wording to be looked at without any of its terms
WORDS_MIN = 2
TYPO = 0.9
TYPO_CHARS = 4
TYPO_RATIO = 75
STEPS = ((0.36, 1.0), (0.2, 0.5))

CLAUSE_END = re.compile(r"[;?!。\n]|(?<!\d)[,:]|[,:](?!\d)|(?<=[\u4e00-\u9fff])\.")
MARKER = re.compile(
    r"(?:^|(?<=[\n。;:]))\s*"
    r"(?:第[一二三四五六七八九十]+[,、是]?|[一二三四五六七八九十]+[是、.]|\([一二三四五六七八九十\d]+\)|\d+[.、)](?!\d)|其[一二三四五六七八九]|首先|其次|再次|最后)"
)
WORD = re.compile(r"[\w]+")


def fold(text):
    return unicodedata.normalize("NFKC", text).lower()


def word_list(name):
    """The sections of a word list of the lexicon; words before any section stand under ""."""
    sections, section = {"": []}, ""
    for line in (ROOT / "lexicon" / name).read_text(encoding="utf-8").splitlines():
        line = line.split("#")[0].strip()
        if line.startswith("["):
            section = line.strip("[]")
            sections[section] = []
        else:
            sections[section].extend(line.split())
    return sections


STOPWORDS = {fold(word) for word in word_list("stopwords.txt")[""]}
_NEGATION = word_list("negation.txt")
_NOT = set(_NEGATION["not"])
# The longest word wins, so that 不断 shields its 不.
NEGATION = re.compile("|".join(sorted(_NOT.union(_NEGATION["neutral"]), key=len, reverse=True)))


def clauses_of(folded):
    return [clause for clause in CLAUSE_END.split(folded) if WORD.search(clause)]


def is_denied(clause):
    return sum(word in _NOT for word in NEGATION.findall(clause)) % 2 == 1


class Rubric:
    """A rubric, compiled: for each keypoint its points and wordings. The terms of all wordings are numbered."""

    def __init__(self, path):
        draft = tomllib.loads(path.read_text(encoding="utf-8"))
        self.target = draft.get("length", {}).get("target", DEFAULT_TARGET)
        self.terms = []
        self._numbers = {}
        self.keypoints = []
        for group in draft["groups"]:
            for keypoint in group["keypoints"]:
                wordings = [self._wording(text) for text in (keypoint["point"], *keypoint.get("wordings", ()))]
                self.keypoints.append((keypoint["points"], wordings))

    def _wording(self, text):
        """Its terms as (number, weight, denied), their whole weight, and its characters."""
        terms = []
        for clause in clauses_of(fold(text)):
            denied = is_denied(clause)
            for word in rjieba.cut(clause):
                if WORD.fullmatch(word) and word not in STOPWORDS:
                    number = self._numbers.setdefault(word, len(self._numbers))
                    if number == len(self.terms):
                        self.terms.append((word, tuple(word) if len(word) > 1 else ()))
                    terms.append((number, min(len(word), 4), denied))
        return terms, sum(weight for _, weight, _ in terms), frozenset(fold(text))


class Clause:
    """A clause of the answer. What it has of each term is found once for all wordings."""

    def __init__(self, rubric, text, tokens):
        self.text = text
        self.denied = is_denied(text)
        self.characters = frozenset(text)
        # A term of one or two characters across two words is none: 国人 in 中国人民.
        self.found = {
            number
            for number, (term, _) in enumerate(rubric.terms)
            if term in tokens or (len(term) > 2 and term in text)
        }
        self._typos = {}

    def has_typo(self, number, term):
        typo = self._typos.get(number)
        if typo is None:
            typo = fuzz.partial_ratio(term, self.text, score_cutoff=TYPO_RATIO) >= TYPO_RATIO
            self._typos[number] = typo
        return typo


def read(rubric, folded):
    return [Clause(rubric, clause, frozenset(rjieba.cut(clause))) for clause in clauses_of(folded)]


def best_window(rubric, clauses, wording):
    """The share of a wording that the best window of clauses says."""
    terms, whole, characters = wording
    if not whole:
        return 0.0
    # For each clause the terms that it has as words: {place in the wording: strength}.
    held = []
    for clause in clauses:
        words = {place: 1.0 for place, (number, _, _) in enumerate(terms) if number in clause.found}
        if words:
            for place, (number, _, _) in enumerate(terms):
                term = rubric.terms[number][0]
                if place not in words and len(term) >= TYPO_CHARS and clause.has_typo(number, term):
                    words[place] = TYPO
        held.append(words)
    best = 0.0
    for first, clause in enumerate(clauses):
        if not held[first] and len(clause.characters & characters) < CHARACTERS_MIN:
            continue
        agreeing, clashing, seen = {}, {}, frozenset()
        for last in range(first, min(first + WINDOW_CLAUSES, len(clauses))):
            shared = clauses[last].characters & characters
            if last > first and not held[last] and not shared:
                continue
            seen |= shared
            denied = clauses[last].denied
            for place, strength in held[last].items():
                side = agreeing if terms[place][2] == denied else clashing
                side[place] = max(strength, side.get(place, 0.0))
            said = turned = 0.0
            for place, (number, weight, _) in enumerate(terms):
                strength = agreeing.get(place, 0.0)
                against = clashing.get(place, 0.0)
                if strength < CHARACTERS and not against:
                    parts = rubric.terms[number][1]
                    if parts:
                        apart = sum(part in seen for part in parts)
                        strength = max(strength, CHARACTERS * apart / len(parts))
                if against > strength:
                    turned += weight * against
                else:
                    said += weight * strength
            if turned > said or len(agreeing) < min(WORDS_MIN, len(terms)):
                continue
            best = max(best, said / whole - SPREAD_COST * (last - first))
    return best


def grade(rubric, answer):
    """Marks, 字数 and numbering of an answer."""
    folded = fold(answer)
    clauses = read(rubric, folded)
    marks = 0.0
    for points, wordings in rubric.keypoints:
        similarity = max(best_window(rubric, clauses, wording) for wording in wordings)
        marks += points * next((share for step, share in STEPS if similarity >= step), 0.0)
    count = sum(not c.isspace() for c in answer)
    markers = [match.group().strip() for match in MARKER.finditer(folded)]
    return marks, count, markers


def run(seconds, rubric, answer):
    """Grades for so many seconds: the mean time of one answer."""
    answers, start = 0, time.perf_counter()
    while (elapsed := time.perf_counter() - start) < seconds:
        grade(rubric, answer)
        answers += 1
    return elapsed / answers


def main():
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "rubrics" / "digital-government-obstacles.toml"
    rubric = Rubric(path)
    corpus = ROOT / "corpus" / "answers" / f"{path.stem}.jsonl"
    texts = [json.loads(line)["text"] for line in corpus.read_text(encoding="utf-8").splitlines()]
    answer = min(texts, key=lambda text: abs(len(text) - rubric.target))
    run(WARM_UP_SECONDS, rubric, answer)
    mean = run(SECONDS, rubric, answer)
    wordings = sum(len(wordings) for _, wordings in rubric.keypoints)
    print(
        f"answers: {len(answer)} characters, {len(rubric.keypoints)} keypoints, {wordings} wordings: "
        f"{mean * 1e6:.0f} µs an answer"
    )


if __name__ == "__main__":
    main()
