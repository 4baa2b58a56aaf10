#!/usr/bin/env python3
"""Measures a trained network on answers that people marked, and on topics that it never saw.

PAPERS is a folder with `questions.jsonl` (keypoints with their texts), `answers.jsonl` and two markers' `marks_a.jsonl`
and `marks_b.jsonl`. Each keypoint gets the best window's credit: no words are compared, nothing is shared out.
"""

import argparse
import json
import pickle
from pathlib import Path

import numpy as np

import measure
import model
import pairs
import tokens
from source import Source
from train import vocabulary

# Clauses that a window joins at most.
JOINED = 3


def lines(file):
    return [json.loads(line) for line in file.open(encoding="utf-8")]


def windows(text):
    """Single clauses and runs of them inside a sentence, numbering left out."""
    found = []
    for sentence in tokens.re.split(r"[。！？；;!?\n]", text):
        sentence = tokens.re.sub(NUMBERING, "", sentence.strip())
        clauses = [clause for clause in tokens.re.split("[,，]", sentence) if clause.strip()]
        clauses = [tokens.re.sub(NUMBERING, "", clause.strip()) for clause in clauses]
        found += [",".join(clauses[at : at + size]) for size in range(1, JOINED + 1) for at in range(len(clauses) - size + 1)]
    return list(dict.fromkeys(tokens.fold(window) for window in found if window))


NUMBERING = r"^(?:第?[一二三四五六七八九十]+(?:是|[、.，,：:])|[（(][一二三四五六七八九十\d]+[）)]|\d+[.、．]|[①-⑩])"


def kappa(one, other):
    """Quadratic weighted kappa of credits in halves."""
    one, other = (np.rint(np.asarray(values) * 2).astype(int) for values in (one, other))
    seen = np.zeros((3, 3))
    np.add.at(seen, (one, other), 1)
    weights = (np.arange(3)[:, None] - np.arange(3)[None, :]) ** 2
    chance = seen.sum(1)[:, None] * seen.sum(0)[None, :] / seen.sum()
    return 1 - (weights * seen).sum() / (weights * chance).sum()


def step(credit):
    """Full from three quarters on, half from a third on."""
    return np.where(credit >= 0.75, 1.0, np.where(credit >= 0.34, 0.5, 0.0))


def on_papers(network, folder):
    questions = {question["question_id"]: question for question in lines(folder / "questions.jsonl")}
    marks = [{m["answer_id"]: m["credits"] for m in lines(folder / f"marks_{marker}.jsonl")} for marker in "ab"]
    found = []
    for answer in lines(folder / "answers.jsonl"):
        question = questions[answer["question_id"]]
        seen = windows(answer["text"])
        keys = question["keypoints"]
        texts = [(tokens.fold(key["text"]), window) for key in keys for window in seen]
        best = measure.credit(network.read(texts)).reshape(len(keys), len(seen)).max(1)
        people = np.array([[mark[answer["answer_id"]][key["id"]] for key in keys] for mark in marks]).mean(0)
        points = np.array([key["points"] for key in keys])
        found.append((question["question_id"], answer["candidate"], points / points.sum(), best, people))
    figures = {"QWK": {}, "Pearson": {}, "by kind": {}}
    best, people = (np.concatenate([one[at] for one in found]) for at in (3, 4))
    figures["QWK"]["all"] = round(kappa(step(best), np.floor(people * 2) / 2), 3)
    figures["Pearson of keypoints"] = round(float(np.corrcoef(best, people)[0, 1]), 3)
    for name in questions:
        of_question = [one for one in found if one[0] == name]
        ours, theirs = ([float((one[2] * one[at]).sum()) for one in of_question] for at in (3, 4))
        stepped = [float((one[2] * step(one[3])).sum()) for one in of_question]
        figures["QWK"][name] = round(kappa(step(np.concatenate([o[3] for o in of_question])), np.floor(2 * np.concatenate([o[4] for o in of_question])) / 2), 3)
        figures["Pearson"][name] = (round(float(np.corrcoef(ours, theirs)[0, 1]), 3), round(float(np.corrcoef(stepped, theirs)[0, 1]), 3))
    for kind in dict.fromkeys(one[1] for one in found):
        of_kind = [one for one in found if one[1] == kind]
        figures["by kind"][kind] = [round(float(np.mean([(one[2] * part).sum() for one, part in of])), 2)
                                    for of in ([(o, o[3]) for o in of_kind], [(o, step(o[3])) for o in of_kind], [(o, o[4]) for o in of_kind])]
    return figures


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--name", default="reader")
    parser.add_argument("--papers", type=Path)
    parser.add_argument("--exact", action="store_true", help="in f32 only")
    arguments = parser.parse_args()
    _, splitter = vocabulary(Source(arguments.folder))
    kept = pickle.loads((arguments.folder / f"{arguments.name}.pickle").read_bytes())
    _, chosen, held = pairs.split(pairs.corpus())
    print("step", kept["step"])
    for name, linear in (("exact", model.exact), ("bytes", model.as_bytes))[: 1 if arguments.exact else 2]:
        network = measure.Network(kept["frozen"], kept["moved"], splitter, linear)
        for topics, keypoints in (("held", held), ("chosen", chosen)):
            print(name, topics, json.dumps(measure.wordings(network, keypoints) | measure.crowd(network, keypoints)), flush=True)
        if arguments.papers:
            print(name, "papers", json.dumps(on_papers(network, arguments.papers), ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main()
