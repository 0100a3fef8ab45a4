"""What the programs with PyTorch in this folder share: data, initial weights, training, errors."""
import argparse

import numpy as np
import torch
from torch import nn

from denoising_pretraining import idx

VALIDATION = 5000
WEIGHTS, HEAD_WEIGHTS, LABELS, ORDER, NOISE, TEST_NOISE = range(6)

torch.set_num_threads(1)


def arguments(description, seeds):
    """A parser with the options that all programs have."""
    parser = argparse.ArgumentParser(description=description.splitlines()[0])
    parser.add_argument("--data", required=True, help="the folder of Fashion-MNIST's four files")
    parser.add_argument("--seeds", default=seeds, help="first:last")
    parser.add_argument("--examples", type=int, help="train on so many images only, as a trial")
    return parser


def seeds(options):
    first, last = (int(part) for part in options.seeds.split(":"))
    return range(first, last + 1)


def integers(text):
    return [int(part) for part in text.split(",")]


def fashion_mnist(options):
    """Training images and labels without the validation part, then the test part; images as rows."""

    def part(name):
        images = idx(options.data, name + "-images-idx3-ubyte").reshape(-1, 784)
        labels = idx(options.data, name + "-labels-idx1-ubyte")
        return torch.from_numpy(images / np.float32(255)), torch.from_numpy(labels.astype(np.int64))

    x, y = (values[VALIDATION:] for values in part("train"))
    if options.examples:
        x, y = x[: options.examples], y[: options.examples]
    return (x, y, *part("t10k"))


def generator(*key):
    """Random numbers for one purpose; each key has a stream of its own."""
    return torch.Generator().manual_seed(int(np.random.SeedSequence(key).generate_state(1)[0]))


def initialise(net, rng):
    """Glorot's uniform weights, layer after layer, and biases 0."""
    for layer in net.modules():
        if isinstance(layer, nn.Linear):
            fans = layer.in_features + layer.out_features
        elif isinstance(layer, (nn.Conv2d, nn.ConvTranspose2d)):
            area = layer.kernel_size[0] * layer.kernel_size[1]
            fans = (layer.in_channels + layer.out_channels) * area
        else:
            continue
        bound = (6 / fans) ** 0.5
        with torch.no_grad():
            layer.weight.uniform_(-bound, bound, generator=rng)
            layer.bias.zero_()
    return net


def adam(*nets):
    parameters = [parameter for net in nets for parameter in net.parameters()]
    return torch.optim.Adam(parameters, lr=0.001, betas=(0.9, 0.999), eps=1e-7)


def batches(count, size, rng):
    """The rows of an epoch's batches, in an order drawn anew."""
    return torch.randperm(count, generator=rng).split(size)


def step(optimiser, loss):
    optimiser.zero_grad()
    loss.backward()
    optimiser.step()


@torch.no_grad()
def outputs(net, x):
    return torch.cat([net(part) for part in x.split(1000)])


def error(net, x, y):
    """The fraction of images put into a wrong class."""
    return (outputs(net, x).argmax(1) != y).double().mean().item()


def encoder_of_convolutions():
    """Three convolutions, each followed by pooling: 28x28 -> 14x14 -> 7x7 -> 3x3, 64 channels."""
    blocks = []
    for channels, filters in ((1, 16), (16, 32), (32, 64)):
        blocks.append(nn.Sequential(nn.Conv2d(channels, filters, 3, padding=1), nn.GELU()))
        blocks.append(nn.MaxPool2d(2))
    return nn.Sequential(*blocks)


class Upwards(nn.Module):
    """A transposed convolution 3x3 of stride 2 that doubles the size, or, unpadded, gives one more."""

    def __init__(self, channels, filters, same):
        super().__init__()
        self.convolution = nn.ConvTranspose2d(channels, filters, 3, stride=2)
        self.same = same

    def forward(self, x):
        y = self.convolution(x)
        # Padding "same" as in TensorFlow: the last row and column are dropped.
        return y[:, :, :-1, :-1] if self.same else y


def decoder_of_convolutions():
    """3x3 -> 7x7 -> 14x14 -> 28x28; gives logits."""
    return nn.Sequential(
        Upwards(64, 32, same=False),
        nn.GELU(),
        Upwards(32, 16, same=True),
        nn.GELU(),
        Upwards(16, 1, same=True),
    )


def report(arm, seed, measures):
    for metric, value in measures.items():
        print(f"{arm},{seed},{metric},{value!r}", flush=True)
