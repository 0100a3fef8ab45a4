"""The training step of one network in PyTorch, timed on demand: the peer of `bottleneck bench --peers`.

Usage: torch_step.py NET BATCH THREADS IMAGES, where IMAGES is a file of little-endian floats, [n, 784].
Prints "ready", PyTorch's version and the kernels that OpenBLAS has chosen for this CPU. For each line
read, a number of steps, it trains so many and prints the milliseconds of one and the last loss.

Needs Debian's python3-torch and libopenblas0-pthread.
"""
import ctypes
import os
import signal
import sys
import time

import numpy as np
import torch
from torch import nn


class Rows(nn.Module):
    """LSTM 100, LSTM 30 (last step), repeated 28 times, LSTM 100, dense 28 a step."""

    def __init__(self):
        super().__init__()
        self.first = nn.LSTM(28, 100, batch_first=True)
        self.code = nn.LSTM(100, 30, batch_first=True)
        self.decoder = nn.LSTM(30, 100, batch_first=True)
        self.output = nn.Linear(100, 28)

    def forward(self, x):
        h, _ = self.first(x.view(-1, 28, 28))
        _, (h, _) = self.code(h)
        h, _ = self.decoder(h[-1][:, None].expand(-1, 28, -1).contiguous())
        return self.output(h).reshape(-1, 784)


def dense(activation, *sizes):
    layers = []
    for inputs, outputs in zip(sizes, sizes[1:]):
        layers += [nn.Linear(inputs, outputs), activation()]
    return nn.Sequential(*layers[:-1])


def convolutional():
    return nn.Sequential(
        nn.Unflatten(1, (1, 28, 28)),
        nn.Conv2d(1, 16, 3, padding=1), nn.GELU(), nn.MaxPool2d(2),
        nn.Conv2d(16, 32, 3, padding=1), nn.GELU(), nn.MaxPool2d(2),
        nn.Conv2d(32, 64, 3, padding=1), nn.GELU(), nn.MaxPool2d(2),
        nn.ConvTranspose2d(64, 32, 3, 2), nn.GELU(),
        nn.ConvTranspose2d(32, 16, 3, 2, 1, 1), nn.GELU(),
        nn.ConvTranspose2d(16, 1, 3, 2, 1, 1), nn.Flatten())


NETS = {
    "stacked": lambda: dense(nn.GELU, 784, 100, 30, 100, 784),
    "wide": lambda: dense(nn.ReLU, 784, 1000, 500, 30, 500, 1000, 784),
    "conv": convolutional,
    "lstm": Rows,
}


def openblas_kernels():
    try:
        name = ctypes.CDLL("libopenblas.so.0", os.RTLD_NOLOAD).openblas_get_corename
    except (OSError, AttributeError):
        return "none"
    name.restype = ctypes.c_char_p
    return name().decode()


def main():
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # the user's Ctrl-C ends it without a trace
    name, batch, threads, file = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
    torch.set_num_threads(threads)
    torch.manual_seed(1)
    images = torch.from_numpy(np.fromfile(file, "<f4").reshape(-1, 784))
    batches = [b for b in images.split(batch) if len(b) == batch]
    net = NETS[name]()
    optimizer = torch.optim.Adam(net.parameters(), 1e-3)
    loss_of = nn.BCEWithLogitsLoss()
    print("ready", torch.__version__, openblas_kernels(), flush=True)
    at = 0
    for line in sys.stdin:
        steps = int(line)
        start = time.perf_counter()
        for _ in range(steps):
            x = batches[at % len(batches)]
            at += 1
            optimizer.zero_grad()
            loss = loss_of(net(x), x)
            loss.backward()
            optimizer.step()
        ms = (time.perf_counter() - start) * 1e3 / steps
        print(ms, loss.item(), flush=True)


main()
