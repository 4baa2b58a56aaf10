#!/usr/bin/env python3
"""Builds lexicon/valence.txt from corpus/keypoints.jsonl. Run by hand; needs scikit-learn 1.5 or later.

Each wording says that things go well (a measure, a meaning, a problem denied or cured) or badly (a problem, a cause,
a harm, a measure not taken). A logistic regression on runs of one to three characters tells the two apart; its
weights, in hundredths, are the table.

    scripts/build_valence.py                  writes the table, from all topics
    scripts/build_valence.py --leave-out 14   writes it without 14 topics, and prints how well it does on them
"""

import argparse
import json
import random
import re
from pathlib import Path

import numpy as np
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

ROOT = Path(__file__).resolve().parent.parent
TABLE = ROOT / "lexicon" / "valence.txt"
# Which way a keypoint of each type goes.
SIGNS = {"problem": -1, "cause": -1, "harm": -1, "measure": 1, "practice": 1, "meaning": 1, "attitude": 1}
# Two opposites stand against seven wordings that say the keypoint.
OPPOSITE_WEIGHT = 2.5
# Keeps some 3,500 runs; half or twice as much changes the figures by less than 0.01.
INVERSE_PENALTY = 1.0
HEADER = """\
# Which way a clause goes: runs of one to three characters that tell of things going well (above zero) or badly, in
# hundredths of a logit, and `*` for the start of every text. Sums are compared, never shown.
# Built by scripts/build_valence.py from corpus/keypoints.jsonl, our own text. Licence: Apache-2.0.
"""


def runs(text):
    """Runs of one to three characters that no punctuation parts."""
    for part in re.split(r"\W+", text):
        for length in (1, 2, 3):
            for at in range(len(part) - length + 1):
                yield part[at : at + length]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--leave-out", type=int, default=0, metavar="TOPICS")
    arguments = parser.parse_args()
    keypoints = [json.loads(line) for line in (ROOT / "corpus" / "keypoints.jsonl").open(encoding="utf-8")]
    topics = sorted({keypoint["topic"] for keypoint in keypoints})
    random.Random(1).shuffle(topics)
    left_out = set(topics[: arguments.leave_out])

    texts, signs, weights = [], [], []
    for keypoint in keypoints:
        if keypoint["topic"] in left_out:
            continue
        sign = SIGNS[keypoint["type"]]
        for text in [keypoint["keypoint"], *keypoint["full"], *keypoint["half"]]:
            texts.append(text), signs.append(sign), weights.append(1.0)
        for text in keypoint["opposite"]:
            texts.append(text), signs.append(-sign), weights.append(OPPOSITE_WEIGHT)
    counter = CountVectorizer(analyzer=runs, min_df=2)
    counts = counter.fit_transform(texts)
    model = LogisticRegression(C=INVERSE_PENALTY, l1_ratio=1.0, solver="liblinear", random_state=1, max_iter=2000)
    model.fit(counts, signs, sample_weight=weights)
    table = np.round(model.coef_[0] * 100).astype(int)
    start = round(float(model.intercept_[0]) * 100)

    names = counter.get_feature_names_out()
    lines = [f"* {start}"] + [f"{names[at]} {table[at]}" for at in np.argsort(names) if table[at]]
    TABLE.write_text(HEADER + "\n".join(lines) + "\n", encoding="utf-8")
    print(len(lines), "runs")
    if left_out:
        report(keypoints, left_out, counter, table, start)


def report(keypoints, left_out, counter, table, start):
    held = [keypoint for keypoint in keypoints if keypoint["topic"] in left_out]

    def way(texts):
        return np.clip((counter.transform(texts) @ table + start) / 100, -4, 4) / 4

    own = way([keypoint["keypoint"] for keypoint in held])
    against = np.concatenate([own * way([keypoint["opposite"][at] for keypoint in held]) for at in range(2)])
    for name, which in (("close wordings", (0, 1)), ("all wordings", (0, 1, 2, 3))):
        agree = np.concatenate([own * way([keypoint["full"][at] for keypoint in held]) for at in which])
        auc = roc_auc_score([1] * len(agree) + [0] * len(against), np.concatenate([agree, against]))
        at = np.quantile(agree, [0.01, 0.02, 0.04])
        caught = [f"{(against < limit).mean():.2f} below {limit:.2f}" for limit in at]
        print(f"{name}: AUC against opposites {auc:.3f}; opposites caught at 1, 2, 4 % of them: {', '.join(caught)}")


if __name__ == "__main__":
    main()
