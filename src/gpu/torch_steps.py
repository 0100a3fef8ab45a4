"""The training steps of the benchmark's networks in PyTorch on a GPU: the peer of `src/gpu/check.sh`.

Usage: torch_steps.py SECONDS. Prints a line "NET BATCH WAY MS" each: eager with fused Adam, one CUDA
graph a step, and torch.compile where it works. The data lie on the GPU, TF32 is off, and a time is
the median of five stretches.
"""
import pathlib
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "main/resources/dev/bottleneck/bench"))

import torch
from torch import nn

from torch_nets import NETS

STRETCHES = 5


def median_ms(step, seconds):
    for _ in range(20):
        step()
    torch.cuda.synchronize()
    start = time.perf_counter()
    step()
    torch.cuda.synchronize()
    count = max(5, int(seconds / STRETCHES / max(1e-6, time.perf_counter() - start)))
    times = []
    for _ in range(STRETCHES):
        start = time.perf_counter()
        for _ in range(count):
            step()
        torch.cuda.synchronize()
        times.append((time.perf_counter() - start) * 1e3 / count)
    return sorted(times)[STRETCHES // 2]


class Training:
    """One network; x holds the batch, which is copied there before each step."""

    def __init__(self, name, batch, capturable):
        torch.manual_seed(1)
        self.net = NETS[name]().cuda()
        self.images = torch.rand(64 * batch, 784, device="cuda")
        self.x = self.images[:batch].clone()
        self.optimizer = torch.optim.Adam(
            self.net.parameters(), 1e-3, fused=True, capturable=capturable)
        self.loss_of = nn.BCEWithLogitsLoss()
        self.batch = batch
        self.at = 0

    def gather(self):
        self.at = (self.at + 1) % 64
        self.x.copy_(self.images[self.at * self.batch:(self.at + 1) * self.batch])

    def train(self, net):
        self.optimizer.zero_grad(set_to_none=True)
        loss = self.loss_of(net(self.x), self.x)
        loss.backward()
        self.optimizer.step()
        return loss


def eager(name, batch):
    training = Training(name, batch, False)

    def step():
        training.gather()
        training.train(training.net)
    return step


def graph(name, batch):
    training = Training(name, batch, True)
    side = torch.cuda.Stream()
    with torch.cuda.stream(side):
        for _ in range(3):
            training.train(training.net)
    torch.cuda.synchronize()
    captured = torch.cuda.CUDAGraph()
    training.optimizer.zero_grad(set_to_none=True)
    with torch.cuda.graph(captured):
        training.train(training.net)

    def step():
        training.gather()
        captured.replay()
    return step


def compiled(name, batch):
    training = Training(name, batch, False)
    net = torch.compile(training.net, mode="reduce-overhead")

    def step():
        training.gather()
        training.train(net)
    return step


def main():
    seconds = float(sys.argv[1])
    torch.backends.cuda.matmul.allow_tf32 = False
    torch.backends.cudnn.allow_tf32 = False
    print("#", torch.__version__, torch.cuda.get_device_name(0), flush=True)
    for way in (eager, graph, compiled):
        for name in NETS:
            for batch in (32, 256):
                try:
                    print(name, batch, way.__name__, median_ms(way(name, batch), seconds), flush=True)
                except Exception as e:  # told in the result: a way that does not work here
                    print("#", name, batch, way.__name__, "fails:", str(e).splitlines()[0], flush=True)


main()
