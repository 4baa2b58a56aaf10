"""How well a trained network does: on wordings of topics that it never saw, and on whole answers."""

import functools
import random

import jax
import numpy as np

import model
import tokens

# Pairs that are read together.
BATCH = 64
# Windows of other keypoints among which the best may fool it.
CROWD = 50


class Network:
    """Reads pairs of texts."""

    def __init__(self, frozen, moved, splitter, linear=model.exact):
        if linear is model.as_bytes:
            frozen = {"word": model.words_as_bytes(np.asarray(frozen["word"]))}
        self.frozen, self.moved, self.splitter = frozen, moved, splitter
        self.scores = jax.jit(functools.partial(model.scores, linear=linear))

    def read(self, pairs):
        """The chances of the four classes for each pair of folded texts."""
        from train import fill, joined

        rows = [joined(self.splitter, *pair) for pair in pairs]
        order = sorted(range(len(rows)), key=lambda at: len(rows[at][0]))
        chances = np.zeros((len(rows), 4), np.float32)
        for start in range(0, len(rows), BATCH):
            chosen = order[start : start + BATCH]
            size = min(model.PLACES, -(-len(rows[chosen[-1]][0]) // 16) * 16)
            scores = self.scores(self.frozen, self.moved, *fill([rows[at] for at in chosen], size, BATCH))
            chances[chosen] = np.asarray(jax.nn.softmax(scores))[: len(chosen)]
        return chances


def credit(chances):
    return chances[:, 0] + chances[:, 1] / 2


def auc(above, below):
    """How often one of `above` is more than one of `below`."""
    values = np.concatenate([above, below])
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[inverse][: len(above)]
    return float((ranks.sum() - len(above) * (len(above) + 1) / 2) / (len(above) * len(below)))


def wordings(network, keypoints):
    """On each wording alone."""
    kinds = ("full", "half", "opposite", "other")
    found = {}
    for kind in kinds:
        found[kind] = credit(network.read([(tokens.fold(k["keypoint"]), tokens.fold(w)) for k in keypoints for w in k[kind]]))
    figures = {f"mean {kind}": round(float(found[kind].mean()), 3) for kind in kinds}
    figures["generic"] = round(float(found["other"][2::3].mean()), 3)
    figures["image"] = round(float(found["full"][2::4].mean()), 3)
    for kind in kinds[1:]:
        figures[f"AUC {kind}"] = round(auc(found["full"], found[kind]), 4)
    return figures


def crowd(network, keypoints, every=8):
    """The best credit among wordings of other keypoints of the topic."""
    chance = random.Random(1)
    best = []
    for keypoint in keypoints[::every]:
        others = [k for k in keypoints if k["topic"] == keypoint["topic"] and k is not keypoint]
        windows = [chance.choice([k["keypoint"], *k["full"], *k["half"]]) for k in chance.sample(others, min(CROWD, len(others)))]
        best.append(credit(network.read([(tokens.fold(keypoint["keypoint"]), tokens.fold(w)) for w in windows])).max())
    return {"best of a crowd, mean": round(float(np.mean(best)), 3), "half or more": round(float(np.mean(np.array(best) > 0.5)), 3)}
