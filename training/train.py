#!/usr/bin/env python3
"""Trains the reader. See README.md of this folder for how to run it."""

import argparse
import functools
import hashlib
import json
import pickle
import random
import time
from pathlib import Path

import jax
import jax.numpy as jnp
import numpy as np

import measure
import model
import pairs
import tokens
from source import Source

SEED = 1
# Pairs in a step, and the lengths in pieces to which they are filled up.
BATCH = 16
SIZES = (28, 36, 48, 68)
# Batches that are drawn together, so that pairs of a like length can be put together.
DRAWN = 64
RATE, HEAD_RATE = 1e-4, 6e-4
# Steps over which the rate rises at first.
WARM = 80
DECAY = 0.01
# Steps between two looks at the topics to choose by, and between two copies on the disk.
LOOK, SAVE = 1000, 100


def vocabulary(source):
    """The numbers of the pieces that are kept, and the splitter over them."""
    numbers = tokens.choose(source.pieces)
    scores = [round(float(source.scores[number]) * 1000) for number in numbers]
    return numbers, tokens.Pieces([source.pieces[number] for number in numbers], scores)


def likeness(folder, source, numbers, splitter, keypoints):
    """How near each two keypoints are, as the whole encoder has it; kept in the folder."""
    file = folder / f"likeness-{hashlib.sha256(pairs.KEYPOINTS.read_bytes()).hexdigest()[:12]}.npy"
    if file.exists():
        return np.load(file)
    frozen, moved = model.start(source, 12, numbers, SEED)
    encode = jax.jit(functools.partial(model.encode, linear=model.exact))
    rows = []
    for at in range(0, len(keypoints), 64):
        texts = [splitter.split(tokens.fold("query:" + k["keypoint"])) for k in keypoints[at : at + 64]]
        batch = fill([([tokens.FIRST, *text, tokens.LAST], 0) for text in texts], 48, 64)
        x, shown = encode(frozen, moved, *batch)
        rows.append(np.asarray((x * shown[:, :, None]).sum(1) / batch[2][:, None])[: len(texts)])
    rows = np.concatenate(rows)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    np.save(file, rows @ rows.T)
    return rows @ rows.T


def joined(splitter, keypoint, window):
    """The pieces of a pair, and where its window starts."""
    first = [tokens.FIRST, *splitter.split(keypoint), tokens.LAST]
    return first + splitter.split(window) + [tokens.LAST], len(first)


def fill(rows, size, batch):
    """Rows of pieces as matrices of one size."""
    numbers, types = np.zeros((batch, size), np.int32), np.zeros((batch, size), np.int32)
    lengths = np.ones(batch, np.int32)
    for at, (row, start) in enumerate(rows):
        row = row[:size]
        numbers[at, : len(row)] = row
        types[at, start or size : len(row)] = 1
        lengths[at] = len(row)
    return numbers, types, lengths


def batches(drawn, splitter):
    """Batches without end, each of pairs of a like length."""
    order = random.Random(SEED)
    while True:
        rows = [(joined(splitter, k, w), said) for k, w, said in (drawn.draw() for _ in range(BATCH * DRAWN))]
        rows.sort(key=lambda row: len(row[0][0]))
        starts = list(range(0, len(rows), BATCH))
        order.shuffle(starts)
        for start in starts:
            chosen = rows[start : start + BATCH]
            longest = len(chosen[-1][0][0])
            size = next((size for size in SIZES if size >= longest), SIZES[-1])
            yield *fill([row for row, _ in chosen], size, BATCH), np.array([said for _, said in chosen], np.float32)


def rate_at(step, steps, cool):
    """Up, level, and down to nothing over the last `cool` steps; so a run may be ended wherever it stands."""
    return min((step + 1) / WARM, 1.0, (steps - step) / cool)


@functools.partial(jax.jit, donate_argnums=(1, 2))
def advance(frozen, moved, memory, batch, rate, step):
    """A step of Adam, with its usual constants but a shorter memory of squares."""

    def loss(moved):
        chances = jax.nn.log_softmax(model.scores(frozen, moved, *batch[:3]))
        return -(batch[3] * chances).sum(-1).mean()

    value, slopes = jax.value_and_grad(loss)(moved)
    length = jnp.sqrt(sum((slope**2).sum() for slope in jax.tree.leaves(slopes)))
    slopes = jax.tree.map(lambda slope: slope * jnp.minimum(1, 1 / length), slopes)
    mean = jax.tree.map(lambda old, new: 0.9 * old + 0.1 * new, memory[0], slopes)
    square = jax.tree.map(lambda old, new: 0.98 * old + 0.02 * new**2, memory[1], slopes)

    def move(path, weights, mean, square):
        own = HEAD_RATE if path[0].key == "head" else RATE
        change = mean / (1 - 0.9**step) / (jnp.sqrt(square / (1 - 0.98**step)) + 1e-8)
        return weights - own * rate * (change + (DECAY * weights if weights.ndim > 1 else 0))

    return value, jax.tree_util.tree_map_with_path(move, moved, mean, square), (mean, square)


def save(file, frozen, moved, memory, step):
    part = file.with_suffix(".part")
    part.write_bytes(pickle.dumps(jax.tree.map(np.asarray, {"frozen": frozen, "moved": moved, "memory": memory, "step": step})))
    part.rename(file)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path, help="where the package lies and what is made is kept")
    parser.add_argument("--layers", type=int, default=6)
    parser.add_argument("--steps", type=int, default=2000)
    parser.add_argument("--cool", type=int, default=500, help="steps over which the rate falls to nothing at the end")
    parser.add_argument("--name", default="reader")
    parser.add_argument("--resume", action="store_true", help="go on from the copy on the disk")
    arguments = parser.parse_args()
    jax.config.update("jax_compilation_cache_dir", str(arguments.folder / "compiled"))
    source = Source(arguments.folder)
    numbers, splitter = vocabulary(source)
    keypoints = pairs.corpus()
    near = likeness(arguments.folder, source, numbers, splitter, keypoints)
    trained, chosen, _ = pairs.split(keypoints)
    places = {id(keypoint): number for number, keypoint in enumerate(keypoints)}
    rows = [places[id(keypoint)] for keypoint in trained]
    stream = batches(pairs.Pairs(trained, near[np.ix_(rows, rows)], SEED), splitter)
    frozen, moved = model.start(source, arguments.layers, numbers, SEED)
    memory = (jax.tree.map(jnp.zeros_like, moved), jax.tree.map(jnp.zeros_like, moved))
    file = arguments.folder / f"{arguments.name}.pickle"
    done = 0
    if arguments.resume:
        kept = pickle.loads(file.read_bytes())
        done = kept["step"]
        frozen, moved, memory = (jax.tree.map(jnp.asarray, kept[name]) for name in ("frozen", "moved", "memory"))
        for _ in range(done):
            next(stream)
    started, losses = time.monotonic(), []
    print(len(numbers), "pieces,", len(trained), "keypoints,", arguments.steps, "steps", flush=True)
    for step in range(done, arguments.steps):
        rate = rate_at(step, arguments.steps, arguments.cool)
        value, moved, memory = advance(frozen, moved, memory, next(stream), rate, step + 1.0)
        losses.append(float(value))
        if (step + 1) % 20 == 0:
            print(step + 1, f"{time.monotonic() - started:.0f} s, loss {np.mean(losses[-20:]):.4f}", flush=True)
        if (step + 1) % SAVE == 0 or step + 1 == arguments.steps:
            save(file, frozen, moved, memory, step + 1)
        if (step + 1) % LOOK == 0 or step + 1 == arguments.steps:
            figures = measure.wordings(measure.Network(frozen, moved, splitter), chosen[::3])
            print(json.dumps(figures), flush=True)


if __name__ == "__main__":
    main()
