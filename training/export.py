#!/usr/bin/env python3
"""Writes a trained network as `models/reader.bin`: bytes with what they are worth, as `src/reader/file.rs` reads them."""

import argparse
import hashlib
import pickle
import struct
from pathlib import Path

import numpy as np

import model
import pairs
import tokens
from source import Source
from train import vocabulary

BLOCK, GROUP = 16, 4


def floats(*arrays):
    return b"".join(np.ascontiguousarray(array, "<f4").tobytes() for array in arrays)


def matrix(*parts):
    """Matrices with the same inputs, side by side: worth, shift and excess of each output, then tiles of bytes."""
    weights = np.concatenate([part[0] for part in parts], axis=1)
    worth = np.abs(weights).max(0) / 127
    whole = np.rint(weights / worth).astype(np.int8)
    excess = 128 * whole.astype(np.int32).sum(0)
    inputs, outputs = whole.shape
    tiles = whole.reshape(inputs // GROUP, GROUP, outputs // BLOCK, BLOCK).transpose(2, 0, 3, 1)
    shifts = np.concatenate([part[1] for part in parts])
    return floats(worth, shifts) + excess.astype("<i4").tobytes() + np.ascontiguousarray(tiles).tobytes()


def layer(one):
    parts = [matrix(one["q"], one["k"], one["v"]), matrix(one["ao"]), matrix(one["fi"]), matrix(one["fo"])]
    return b"".join(parts) + floats(*one["aln"], *one["oln"])


def rows(word):
    worth = np.maximum(np.abs(word).max(1), 1e-12) / 127
    return floats(worth) + np.rint(word / worth[:, None]).astype(np.int8).tobytes()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--name", default="reader")
    parser.add_argument("--to", type=Path, default=pairs.ROOT / "models" / "reader.bin")
    arguments = parser.parse_args()
    source = Source(arguments.folder)
    numbers, splitter = vocabulary(source)
    kept = pickle.loads((arguments.folder / f"{arguments.name}.pickle").read_bytes())
    moved = kept["moved"]
    texts = [source.pieces[number] for number in numbers]
    listed = "".join(text + "\n" for text in texts).encode()
    scores = np.array([splitter.scores[text][1] for text in texts], "<i4")
    file = b"YJR1" + struct.pack("<III", len(texts), len(listed), len(moved["layers"])) + listed + scores.tobytes()
    file += rows(kept["frozen"]["word"]) + floats(moved["place"][: model.PLACES], moved["type"], *moved["norm"])
    file += b"".join(layer(one) for one in moved["layers"]) + floats(*moved["head"])
    arguments.to.parent.mkdir(exist_ok=True)
    arguments.to.write_bytes(file)
    print(len(texts), "pieces,", len(moved["layers"]), "layers,", len(file), "bytes, SHA-256", hashlib.sha256(file).hexdigest())


if __name__ == "__main__":
    main()
