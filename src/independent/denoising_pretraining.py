#!/usr/bin/env python3
"""The experiment denoising-pretraining, written apart from Bottleneck, with NumPy alone.

Written from DeepLearnToolbox's own sources (Palm, 2012: nnsetup, nntrain, nnff, nnbp,
nnapplygrads, saesetup, saetrain and the second example of test_example_SAE), line for line, in
double precision as there. It shares no code and no random numbers with Bottleneck: what both say
alike is said of the method.

  python3 denoising_pretraining.py --data MNIST_FOLDER --seeds 1:100 [--zero-biases] > out.csv

writes arm,seed,metric,value: the test error, and the mean loss of the last 100 batches of each
phase.
"""
import argparse
import gzip
import os
import struct
import sys

import numpy as np

SIZES = [784, 100, 100, 10]
BATCH = 100
RATE = 1.0
MOMENTUM = 0.5
MASKED = 0.5
ARMS = {"no-pretraining": None, "autoencoder-pretraining": 0.0, "denoising-pretraining": MASKED}


def idx(folder, name):
    """One of MNIST's files, gzipped or not."""
    for path in (os.path.join(folder, name), os.path.join(folder, name + ".gz")):
        if os.path.exists(path):
            opened = gzip.open(path, "rb") if path.endswith(".gz") else open(path, "rb")
            with opened as file:
                raw = file.read()
            dimensions = raw[3]
            shape = struct.unpack(">" + "I" * dimensions, raw[4 : 4 + 4 * dimensions])
            return np.frombuffer(raw, np.uint8, offset=4 + 4 * dimensions).reshape(shape)
    sys.exit(f"{folder} has no {name}")


def sigm(x):
    return 1.0 / (1.0 + np.exp(-x))


def nnsetup(sizes, rng, zero_biases):
    """A matrix a layer, whose first column holds the biases, drawn like the weights."""
    weights = []
    for fan_in, fan_out in zip(sizes, sizes[1:]):
        w = (rng.random((fan_out, fan_in + 1)) - 0.5) * 2 * 4 * np.sqrt(6.0 / (fan_out + fan_in))
        if zero_biases:
            w[:, 0] = 0
        weights.append(w)
    return weights


def nnff(weights, x):
    """The activations of every layer; all but the last begin with a column of ones."""
    ones = np.ones((x.shape[0], 1))
    activations = [np.hstack([ones, x])]
    for w in weights[:-1]:
        activations.append(np.hstack([ones, sigm(activations[-1] @ w.T)]))
    activations.append(sigm(activations[-1] @ weights[-1].T))
    return activations


def step(weights, velocity, x, y):
    """nnff, nnbp and nnapplygrads; returns the loss, half the squared error, a mean over the batch."""
    a = nnff(weights, x)
    error = y - a[-1]
    delta = -error * a[-1] * (1 - a[-1])
    for i in range(len(weights) - 1, -1, -1):
        gradient = delta.T @ a[i] / x.shape[0]
        if i > 0:
            below = (delta @ weights[i]) * a[i] * (1 - a[i])
            delta = below[:, 1:]
        velocity[i] = MOMENTUM * velocity[i] + RATE * gradient
        weights[i] = weights[i] - velocity[i]
    return 0.5 * np.sum(error**2) / x.shape[0]


def nntrain(weights, x, y, masked, rng):
    """One epoch; returns the mean loss of its last 100 batches."""
    velocity = [np.zeros_like(w) for w in weights]
    order = rng.permutation(len(x))
    losses = []
    for at in range(0, len(x), BATCH):
        rows = order[at : at + BATCH]
        inputs = x[rows]
        if masked:
            inputs = inputs * (rng.random(inputs.shape) > masked)
        losses.append(step(weights, velocity, inputs, y[rows]))
    return float(np.mean(losses[-100:]))


def run(arm, seed, data, zero_biases):
    """Yields the measures of one network."""
    train_x, train_y, test_x, test_labels = data
    rng = np.random.default_rng([seed, list(ARMS).index(arm)])
    masked = ARMS[arm]
    net = nnsetup(SIZES, rng, zero_biases)
    if masked is not None:
        x = train_x
        for layer in range(len(SIZES) - 2):
            width = SIZES[layer + 1]
            autoencoder = nnsetup([x.shape[1], width, x.shape[1]], rng, zero_biases)
            yield f"loss-pretraining-{layer + 1}", nntrain(autoencoder, x, x, masked, rng)
            x = nnff(autoencoder, x)[1][:, 1:]
            net[layer] = autoencoder[0].copy()
    yield "loss-fine-tuning", nntrain(net, train_x, train_y, 0, rng)
    predicted = np.argmax(nnff(net, test_x)[-1], axis=1)
    yield "error", float(np.mean(predicted != test_labels))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", required=True, help="the folder of MNIST's four files")
    parser.add_argument("--seeds", default="1:100", help="first:last")
    parser.add_argument("--arms", default=",".join(ARMS))
    parser.add_argument("--zero-biases", action="store_true", help="not the source's")
    options = parser.parse_args()
    labels = idx(options.data, "train-labels-idx1-ubyte")
    data = (
        idx(options.data, "train-images-idx3-ubyte").reshape(-1, 784) / 255.0,
        np.eye(10)[labels],
        idx(options.data, "t10k-images-idx3-ubyte").reshape(-1, 784) / 255.0,
        idx(options.data, "t10k-labels-idx1-ubyte"),
    )
    first, last = (int(part) for part in options.seeds.split(":"))
    print("arm,seed,metric,value")
    for seed in range(first, last + 1):
        for arm in options.arms.split(","):
            for metric, value in run(arm, seed, data, options.zero_biases):
                print(f"{arm},{seed},{metric},{value!r}", flush=True)


if __name__ == "__main__":
    main()
