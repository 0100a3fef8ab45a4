"""The training step of one network in PyTorch, timed on demand: the peer of `bottleneck bench --peers`.

Usage: torch_step.py NET BATCH THREADS IMAGES, where IMAGES is a file of little-endian floats, [n, 784].
Prints "ready", PyTorch's version and the kernels that OpenBLAS has chosen for this CPU. For each line
read, a number of steps, it trains so many and prints the milliseconds of one and the last loss.

Needs Debian's python3-torch and libopenblas0-pthread.
"""
import signal
import sys
import time

import numpy as np
import torch
from torch import nn

from torch_nets import NETS, openblas_kernels


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
