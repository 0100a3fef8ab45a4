#!/usr/bin/env python3
"""Sums up what the programs of this folder wrote, as a page's tables.

  python3 summarise.py out.csv [more.csv ...]

Reads arm,seed,metric,value, or a run's metrics.csv, of which it takes the final measures. Says of each
arm and metric the median, mean and range over the seeds; and of an arm that another stands beside, the
mean difference, its 95 % interval by Student, and on how many seeds it is lower.
"""
import csv
import os
import sys
from collections import defaultdict

import numpy as np

# Student's t, two-sided 95 %, by degrees of freedom.
STUDENT = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262]
PAIRS = [("scratch", "pretrained"), ("supervised", "semi-supervised"), ("convolutional", "skip-connections")]


def read(path):
    """Values by metric, arm and seed."""
    values = defaultdict(lambda: defaultdict(dict))
    with open(path, newline="") as file:
        for row in csv.DictReader(file):
            if row.get("phase", "end") == "end":
                values[row["metric"]][row["arm"]][int(row["seed"])] = float(row["value"])
    return values


def beside(arm, arms):
    """The arm that this one is held against, if there is one."""
    for baseline, other in PAIRS:
        if arm.startswith(other) and arm.replace(other, baseline, 1) in arms:
            return arm.replace(other, baseline, 1)
    return None


def difference(values, baseline):
    seeds = sorted(set(values) & set(baseline))
    d = np.array([values[seed] - baseline[seed] for seed in seeds])
    lower = f"{int(np.sum(d < 0))} of {len(d)}"
    if not 2 <= len(d) <= len(STUDENT) + 1:
        return f"{d.mean():.4f}", lower
    half = STUDENT[len(d) - 2] * d.std(ddof=1) / np.sqrt(len(d))
    return f"{d.mean():.4f} ({d.mean() - half:.4f} to {d.mean() + half:.4f})", lower


def main():
    for path in sys.argv[1:]:
        print(f"\n{os.path.basename(path)}\n")
        print("| metric | arm | seeds | median | mean | range | difference | lower on |")
        print("|---|---|---:|---:|---:|---|---|---|")
        for metric, arms in read(path).items():
            for arm, values in arms.items():
                v = np.array(list(values.values()))
                against = beside(arm, arms)
                told = difference(values, arms[against]) if against else ("", "")
                print(
                    f"| {metric} | {arm} | {len(v)} | {np.median(v):.4f} | {v.mean():.4f} "
                    f"| {v.min():.4f} to {v.max():.4f} | {told[0]} | {told[1]} |"
                )


if __name__ == "__main__":
    main()
