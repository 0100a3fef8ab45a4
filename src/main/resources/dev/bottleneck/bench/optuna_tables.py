"""Optuna's default search on a table of results: the least cost after each trial.

python optuna_tables.py TABLE.json SWEEPS TRIALS WORKERS

Reads the table by itself: multilinear between the points of its grid, of logarithmic ranges in the
logarithm, for each choice by itself; a setting beside a point without a value fails. With workers
side by side a trial ends when so many others have been begun after it. Prints JSON.
"""

import collections
import itertools
import json
import math
import sys
import warnings

import optuna

warnings.filterwarnings("ignore")
optuna.logging.set_verbosity(optuna.logging.ERROR)


class Table:
    def __init__(self, content):
        self.dimensions = content["dimensions"]
        self.costs = {
            frozenset(point["parameters"].items()): point["cost"] for point in content["points"]
        }
        self.grids = {}
        for dimension in self.dimensions:
            if "choices" not in dimension:
                texts = {
                    point["parameters"][dimension["name"]]
                    for point in content["points"]
                    if self.counts(dimension, point["parameters"])
                }
                self.grids[dimension["label"]] = sorted(
                    (self.position(dimension, float(text)), text) for text in texts
                )

    @staticmethod
    def counts(dimension, parameters):
        return "on" not in dimension or parameters.get(dimension["on"]) in dimension["values"]

    @staticmethod
    def position(dimension, value):
        return math.log(value) if dimension["log"] else value

    def shares(self, dimension, value):
        if "choices" in dimension:
            return [(value, 1.0)]
        grid = self.grids[dimension["label"]]
        at = min(max(self.position(dimension, value), grid[0][0]), grid[-1][0])
        for (low, below), (high, above) in zip(grid, grid[1:]):
            if low <= at <= high:
                share = (at - low) / (high - low)
                return [(text, s) for text, s in ((below, 1 - share), (above, share)) if s > 0]
        return [(grid[0][1], 1.0)]

    def ask(self, trial):
        setting = {}
        for dimension in self.dimensions:
            if not self.counts(dimension, setting):
                continue
            if "choices" in dimension:
                value = trial.suggest_categorical(dimension["label"], dimension["choices"])
            elif dimension["whole"]:
                value = trial.suggest_int(
                    dimension["label"], int(dimension["low"]), int(dimension["high"])
                )
            else:
                value = trial.suggest_float(
                    dimension["label"], dimension["low"], dimension["high"], log=dimension["log"]
                )
            setting[dimension["name"]] = value
        return setting

    def cost(self, setting):
        counting = [d for d in self.dimensions if self.counts(d, setting)]
        names = [d["name"] for d in counting]
        total = 0.0
        for corner in itertools.product(*(self.shares(d, setting[d["name"]]) for d in counting)):
            point = frozenset(zip(names, (text for text, _ in corner)))
            if point not in self.costs:
                return None
            total += math.prod(share for _, share in corner) * self.costs[point]
        return total


def sweep(table, seed, trials, workers):
    study = optuna.create_study(sampler=optuna.samplers.TPESampler(seed=seed))
    running = collections.deque()
    least, so, begun = [], math.inf, 0
    while len(least) < trials:
        if begun < trials:
            trial = study.ask()
            running.append((trial, table.ask(trial)))
            begun += 1
        if len(running) == workers or begun == trials:
            trial, setting = running.popleft()
            cost = table.cost(setting)
            if cost is None:
                study.tell(trial, state=optuna.trial.TrialState.FAIL)
            else:
                study.tell(trial, cost)
                so = min(so, cost)
            least.append(so)
    return least


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        table = Table(json.load(file))
    sweeps, trials, workers = map(int, sys.argv[2:])
    found = [sweep(table, seed, trials, workers) for seed in range(1, sweeps + 1)]
    print(json.dumps({"version": optuna.__version__, "least": found}))


main()
