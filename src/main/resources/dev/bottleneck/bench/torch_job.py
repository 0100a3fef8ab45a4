"""A whole job in PyTorch: the peer of `bottleneck bench --jobs --peers`.

Usage: torch_job.py JOB BATCH EPOCHS THREADS VARIANT SEED FOLDER

JOB is a network of torch_nets.py, denoising-pretraining (SEED, SEED + 1 and SEED + 2), or sweep (30
trials of Optuna's TPE over the stacked autoencoder). FOLDER holds the images and labels as bytes, train
and test, and takes what the job leaves. VARIANT is eager, foreach, fused (how Adam goes through the
parameters) or compile (torch.compile, and fused Adam); one that this PyTorch lacks ends with code 3.

Prints one line of JSON: versions, the seconds of each part, and the loss or error that it reached.
Needs Debian's python3-torch and libopenblas0-pthread, and python3-optuna for the sweep.
"""
import time

BEGUN = time.perf_counter()

import json
import os
import sys

import numpy as np
import torch
from torch import nn

from torch_nets import NETS, dense, openblas_kernels

VALIDATION = 5000
EVALUATED_AT_ONCE = 1000
UNAVAILABLE = 3
ADAM = {"eager": {"foreach": False}, "foreach": {"foreach": True}, "fused": {"fused": True}, "compile": {"fused": True}}


class Clock:
    """Seconds by part."""

    def __init__(self):
        self.parts = {}
        self.at = BEGUN

    def lap(self, part):
        now = time.perf_counter()
        self.parts[part] = self.parts.get(part, 0) + now - self.at
        self.at = now


def images(folder, name):
    raw = np.fromfile(os.path.join(folder, name + ".images"), np.uint8).reshape(-1, 784)
    return torch.from_numpy(raw).float().div_(255)


def labels(folder, name):
    return torch.from_numpy(np.fromfile(os.path.join(folder, name + ".labels"), np.uint8).astype("int64"))


def adam(net, variant, rate=1e-3):
    try:
        return torch.optim.Adam(net.parameters(), rate, **ADAM[variant])
    except (TypeError, RuntimeError) as e:
        print(f"Adam {ADAM[variant]}: {e}", file=sys.stderr)
        sys.exit(UNAVAILABLE)


def compiled(net, variant):
    if variant != "compile":
        return net
    if not hasattr(torch, "compile"):
        sys.exit(UNAVAILABLE)
    return torch.compile(net)


def epoch(net, optimizer, loss_of, x, y, batch, corrupt=None):
    order = torch.randperm(len(x))
    for at in range(0, len(x), batch):
        rows = order[at : at + batch]
        inputs = x[rows]
        targets = inputs if y is x else y[rows]
        optimizer.zero_grad()
        loss = loss_of(net(corrupt(inputs) if corrupt else inputs), targets)
        loss.backward()
        optimizer.step()


def mean_loss(net, loss_of, x):
    with torch.no_grad():
        total = sum(loss_of(net(part), part).item() * len(part) for part in x.split(EVALUATED_AT_ONCE))
    return total / len(x)


def autoencoder(net, variant, x, batch, epochs, clock, rate=1e-3):
    """Trains, with the loss on the validation part after each epoch; returns the last."""
    train, validation = x[VALIDATION:], x[:VALIDATION]
    run, loss_of, optimizer = compiled(net, variant), nn.BCEWithLogitsLoss(), adam(net, variant, rate)
    for _ in range(epochs):
        epoch(run, optimizer, loss_of, train, train, batch)
        clock.lap("training")
        loss = mean_loss(run, loss_of, validation)
        clock.lap("validation")
    return loss


def half_squared_error(output, target):
    return 0.5 * ((output - target) ** 2).sum() / len(output)


def sigmoid_net(*sizes):
    layers = []
    for inputs, outputs in zip(sizes, sizes[1:]):
        linear = nn.Linear(inputs, outputs)
        bound = 4 * (6 / (inputs + outputs)) ** 0.5
        nn.init.uniform_(linear.weight, -bound, bound)
        nn.init.uniform_(linear.bias, -bound, bound)
        layers += [linear, nn.Sigmoid()]
    return nn.Sequential(*layers)


def sgd(net, variant):
    return torch.optim.SGD(net.parameters(), lr=1.0, momentum=0.5, foreach=variant != "eager")


def denoising_pretraining(folder, batch, seed, variant, clock):
    """Three arms on three seeds, each layer and the classifier for one epoch; the mean error of the last arm."""
    x, test = images(folder, "train"), images(folder, "test")
    y, truth = torch.eye(10)[labels(folder, "train")], labels(folder, "test")
    clock.lap("data")
    errors = []
    for s in range(seed, seed + 3):
        for arm in ("none", "autoencoder", "denoising"):
            torch.manual_seed(s)
            classifier = sigmoid_net(784, 100, 100, 10)
            if arm != "none":
                masked = (lambda v: v * (torch.rand_like(v) > 0.5)) if arm == "denoising" else None
                codes = x
                for i, width in enumerate((100, 100)):
                    net = sigmoid_net(codes.shape[1], width, codes.shape[1])
                    epoch(compiled(net, variant), sgd(net, variant), half_squared_error, codes, codes, batch, masked)
                    classifier[2 * i].load_state_dict(net[0].state_dict())
                    with torch.no_grad():
                        codes = torch.cat([net[:2](part) for part in codes.split(EVALUATED_AT_ONCE)])
            epoch(compiled(classifier, variant), sgd(classifier, variant), half_squared_error, x, y, batch)
            clock.lap("training")
            with torch.no_grad():
                predicted = torch.cat([classifier(part) for part in test.split(EVALUATED_AT_ONCE)]).argmax(1)
            error = (predicted != truth).float().mean().item()
            clock.lap("validation")
        errors.append(error)
        torch.save(classifier.state_dict(), os.path.join(folder, "model.pt"))
    return sum(errors) / len(errors)


def sweep(folder, batch, epochs, seed, variant, clock):
    """Thirty trials of TPE, kept in SQLite; the best loss on the validation part."""
    import optuna

    optuna.logging.set_verbosity(optuna.logging.WARNING)
    x = images(folder, "train")
    clock.lap("data")

    def objective(trial):
        hidden = trial.suggest_int("hidden", 50, 200)
        code = trial.suggest_int("code", 10, 50)
        rate = trial.suggest_float("learningRate", 1e-4, 1e-2, log=True)
        clock.lap("search")
        net = dense(nn.GELU, 784, hidden, code, hidden, 784)
        return autoencoder(net, variant, x, batch, epochs, clock, rate)

    store = os.path.join(folder, "study.db")
    if os.path.exists(store):
        os.remove(store)
    study = optuna.create_study(storage="sqlite:///" + store, sampler=optuna.samplers.TPESampler(seed=seed))
    study.optimize(objective, n_trials=30)
    clock.lap("search")
    return study.best_value


def main():
    job, batch, epochs, threads, variant, seed, folder = sys.argv[1:]
    batch, epochs, seed = int(batch), int(epochs), int(seed)
    torch.set_num_threads(int(threads))
    torch.manual_seed(seed)
    clock = Clock()
    clock.lap("start-up")
    if job == "sweep":
        reached = sweep(folder, batch, epochs, seed, variant, clock)
    elif job == "denoising-pretraining":
        reached = denoising_pretraining(folder, batch, seed, variant, clock)
    else:
        x = images(folder, "train")
        clock.lap("data")
        net = NETS[job]()
        reached = autoencoder(net, variant, x, batch, epochs, clock)
        torch.save(net.state_dict(), os.path.join(folder, "model.pt"))
    clock.lap("files")
    print(json.dumps({"versions": [torch.__version__, openblas_kernels()], "parts": clock.parts, "reached": reached}))


main()
