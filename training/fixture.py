#!/usr/bin/env python3
"""Writes `tests/data/reader_pairs.jsonl`: pairs of our own corpus, and what the trained network says of each, in
thousandths, exactly and as bytes. The engine's test reads the same pairs."""

import argparse
import json
import pickle
import random
from pathlib import Path

import numpy as np

import measure
import model
import pairs
import tokens
from source import Source
from train import vocabulary

# Pairs of each kind.
EACH = 40


def chosen(keypoints):
    """Wordings of each kind, windows with what stands beside them, and strangers."""
    chance = random.Random(1)
    for kind in ("full", "half", "opposite", "other"):
        for keypoint in chance.sample(keypoints, EACH):
            yield keypoint["keypoint"], chance.choice(keypoint[kind])
        for keypoint in chance.sample(keypoints, EACH):
            beside = chance.choice(chance.choice(keypoints)["full"])
            yield keypoint["keypoint"], chance.choice(keypoint[kind]) + chance.choice("，。；") + beside
    for keypoint in chance.sample(keypoints, EACH):
        yield keypoint["keypoint"], chance.choice(chance.choice(keypoints)["full"])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--name", default="reader")
    parser.add_argument("--to", type=Path, default=pairs.ROOT / "tests" / "data" / "reader_pairs.jsonl")
    arguments = parser.parse_args()
    _, splitter = vocabulary(Source(arguments.folder))
    kept = pickle.loads((arguments.folder / f"{arguments.name}.pickle").read_bytes())
    _, _, held = pairs.split(pairs.corpus())
    texts = [(tokens.fold(keypoint), tokens.fold(window)) for keypoint, window in chosen(held)]
    figures = [
        np.rint(1000 * measure.Network(kept["frozen"], kept["moved"], splitter, linear).read(texts)).astype(int).tolist()
        for linear in (model.exact, model.as_bytes)
    ]
    with arguments.to.open("w", encoding="utf-8") as out:
        for (keypoint, window), exact, as_bytes in zip(texts, *figures):
            line = {"keypoint": keypoint, "window": window, "exact": exact, "bytes": as_bytes}
            out.write(json.dumps(line, ensure_ascii=False) + "\n")
    exact, as_bytes = (np.array(rows) for rows in figures)
    print(len(texts), "pairs; exactly and as bytes differ in the decision on", int((exact.argmax(1) != as_bytes.argmax(1)).sum()),
          "and by at most", int(np.abs(exact - as_bytes).max()), "thousandths")


if __name__ == "__main__":
    main()
