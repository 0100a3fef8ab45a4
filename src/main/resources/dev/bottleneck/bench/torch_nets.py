"""What both PyTorch peers of `bottleneck bench` train: the networks, by the benchmark's own names."""
import ctypes
import os

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
