"""What the reader learns from: pairs of a keypoint and a window, with what a marker would say of them.

A window is what a marker would look at: one to three clauses of an answer, of which at most one tells of the keypoint.
Pairs are drawn anew for each step, from the corpus of keypoints, so that no two windows are the same.
"""

import json
import random
import re
from pathlib import Path

import tokens

ROOT = Path(__file__).resolve().parent.parent
KEYPOINTS = ROOT / "corpus" / "keypoints.jsonl"
GENERIC = ROOT / "lexicon" / "generic_clauses.txt"
FULL, HALF, OPPOSITE, OTHER = range(4)

# Topics that are never trained on: the first are for the figures, the next ones for choosing and for the calibration.
HELD = 8
CHOSEN = {"物业管理与老旧小区", "平台经济与新就业群体", "基层减负与形式主义"}

# Two keypoints of a topic that are as near as this may well say the same: neither is shown as wrong for the other.
SAME = 0.95
# A near keypoint is one of so many.
NEAR = 12
# Characters of the longest window.
LONGEST = 72

# How often each kind of window is drawn.
KINDS = {"full": 27, "half": 12, "facet": 6, "opposite": 17, "own": 13, "near": 15, "cure": 4, "generic": 3, "far": 3}
# What stands beside it: nothing, one thing, two.
BESIDE = (50, 33, 17)
# What a marker would say: full, half, opposite, other. Not quite certain, since one author's labels are not either.
SAID = {
    "full": (0.94, 0.04, 0.0, 0.02),
    "half": (0.03, 0.92, 0.01, 0.04),
    "facet": (0.20, 0.66, 0.0, 0.14),
    "opposite": (0.01, 0.01, 0.93, 0.05),
    "own": (0.01, 0.03, 0.02, 0.94),
    "near": (0.01, 0.02, 0.02, 0.95),
    "cure": (0.0, 0.02, 0.45, 0.53),
    "generic": (0.0, 0.01, 0.01, 0.98),
    "far": (0.0, 0.0, 0.01, 0.99),
}
# How keys name the part that a keypoint belongs to.
NAMES = {
    "problem": ("问题", "表现", "不足"), "cause": ("原因",), "measure": ("对策", "措施", "建议"), "practice": ("做法", "经验"),
    "meaning": ("意义", "作用"), "harm": ("危害", "影响"), "attitude": ("态度", "观点"),
}
WRONG = {"problem", "cause", "harm"}


def corpus():
    return [json.loads(line) for line in KEYPOINTS.open(encoding="utf-8")]


def split(keypoints):
    """To train on, to choose by, and for the figures."""
    topics = sorted({keypoint["topic"] for keypoint in keypoints})
    random.Random(1).shuffle(topics)
    held = set(topics[:HELD])
    return (
        [k for k in keypoints if k["topic"] not in held | CHOSEN],
        [k for k in keypoints if k["topic"] in CHOSEN - held],
        [k for k in keypoints if k["topic"] in held],
    )


def generic_clauses():
    lines = GENERIC.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def clauses(text):
    return [clause for clause in re.split("[,，;；。]", text) if clause]


class Pairs:
    """Draws pairs. `likeness` says how near each two keypoints are."""

    def __init__(self, keypoints, likeness, seed):
        self.keypoints = keypoints
        self.chance = random.Random(seed)
        self.generic = generic_clauses()
        by_topic = {}
        for number, keypoint in enumerate(keypoints):
            by_topic.setdefault(keypoint["topic"], []).append(number)
        self.strangers, self.near, self.cures = [], [], []
        for number, keypoint in enumerate(keypoints):
            others = sorted((n for n in by_topic[keypoint["topic"]] if n != number), key=lambda n: -likeness[number][n])
            crossed = [n for n in others if (keypoints[n]["type"] in WRONG) != (keypoint["type"] in WRONG)]
            apart = set(crossed)
            self.strangers.append([n for n in others if n in apart or likeness[number][n] < SAME])
            self.near.append(self.strangers[-1][:NEAR])
            self.cures.append(crossed[:3])

    def draw(self):
        """A keypoint, a window, and what a marker would say."""
        number = self.chance.randrange(len(self.keypoints))
        kind = self.chance.choices(list(KINDS), KINDS.values())[0]
        keypoint = self.keypoints[number]
        window = self.window(number, keypoint, kind)
        if window is None:
            kind, window = "half", self.chance.choice(keypoint["half"])
        said = SAID[kind]
        return self.asked(keypoint), self.worn(self.beside(number, window)), said

    def asked(self, keypoint):
        """As keys put it: now and then in other words, or with the name of its part before it."""
        text = keypoint["keypoint"]
        if self.chance.random() < 0.2:
            text = keypoint["full"][self.chance.randrange(2)]
        if self.chance.random() < 0.15:
            text = self.chance.choice(NAMES[keypoint["type"]]) + "：" + text
        return tokens.fold(text)

    def window(self, number, keypoint, kind):
        chance = self.chance
        if kind == "full":
            return chance.choice([*keypoint["full"] * 4, keypoint["keypoint"]])
        if kind == "half":
            return chance.choice(keypoint["half"])
        if kind == "facet":
            # One of its clauses says half of it.
            facets = clauses(chance.choice([keypoint["keypoint"], *keypoint["full"][:2]]))
            return chance.choice(facets) if len(facets) == 2 and len(clauses(keypoint["keypoint"])) == 2 else None
        if kind == "opposite":
            return chance.choice(keypoint["opposite"])
        if kind == "own":
            return chance.choice(keypoint["other"])
        if kind == "generic":
            return chance.choice(self.generic)
        if kind == "far":
            return self.wording(chance.randrange(len(self.keypoints)), far_from=keypoint["topic"]) or chance.choice(self.generic)
        if kind == "cure":
            return self.wording(chance.choice(self.cures[number])) if self.cures[number] else None
        return self.wording(self.stranger(number))

    def stranger(self, number):
        """Another keypoint of the topic, more often a near one."""
        return self.chance.choice(self.near[number] if self.chance.random() < 0.6 else self.strangers[number])

    def wording(self, number, far_from=None):
        """A wording of a keypoint."""
        keypoint = self.keypoints[number]
        if keypoint["topic"] == far_from:
            return None
        return self.chance.choice([keypoint["keypoint"], *keypoint["full"] * 2, *keypoint["half"], keypoint["other"][2]])

    def beside(self, number, window):
        """With what stands beside it in an answer."""
        for _ in range(self.chance.choices((0, 1, 2), BESIDE)[0]):
            more = self.chance.choice(self.generic) if self.chance.random() < 0.15 else self.wording(self.stranger(number))
            if self.chance.random() < 0.5:
                more = self.chance.choice(clauses(more))
            if len(window) + len(more) < LONGEST:
                between = self.chance.choice(",,,;。")
                window = between.join((window, more) if self.chance.random() < 0.5 else (more, window))
        return tokens.fold(window)

    def worn(self, window):
        """Now and then with a character lost."""
        if self.chance.random() < 0.08 and len(window) > 8:
            at = self.chance.randrange(len(window))
            return window[:at] + window[at + 1 :]
        return window
