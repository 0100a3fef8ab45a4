#!/usr/bin/env python3
"""The experiment skip-connections, written apart from Bottleneck, with PyTorch.

A convolutional autoencoder takes Gaussian noise off Fashion-MNIST, without and with skip
connections. It shares no code and no random numbers with Bottleneck: what both say alike is said of
the method. Adam is PyTorch's, whose epsilon is added after the bias correction.

  python3 skip_connections.py --data FASHION_MNIST_FOLDER --seeds 1:3 > out.csv

writes arm,seed,metric,value: the means over the test images of psnr (dB) and ssim, of the
reconstruction and of the corrupted image. Both arms of a seed share order, noise and the initial
weights of all layers before the first that differs.
"""
import numpy as np
import torch
from skimage.metrics import structural_similarity
from torch import nn
from torch.nn.functional import binary_cross_entropy_with_logits, gelu

import common
from common import NOISE, ORDER, TEST_NOISE, WEIGHTS, Upwards, generator

ARMS = ("convolutional", "skip-connections")
BATCH = 32
DEVIATION = 0.196


class SkipConnections(nn.Module):
    """The output of each convolution, before pooling, is merged with the decoder's of the same size."""

    def __init__(self):
        super().__init__()
        self.encoder = common.encoder_of_convolutions()
        self.up1 = Upwards(64, 32, same=False)
        self.up2 = Upwards(32 + 64, 16, same=True)
        self.up3 = Upwards(16 + 32, 1, same=True)
        self.last = nn.Conv2d(1 + 16, 1, 3, padding=1)

    def forward(self, x):
        convolution1, pool1, convolution2, pool2, convolution3, pool3 = self.encoder
        down1 = convolution1(x)
        down2 = convolution2(pool1(down1))
        down3 = convolution3(pool2(down2))
        y = torch.cat([gelu(self.up1(pool3(down3))), down3], 1)
        y = torch.cat([gelu(self.up2(y)), down2], 1)
        y = torch.cat([self.up3(y), down1], 1)
        return self.last(y)


def network(arm):
    if arm == "skip-connections":
        return SkipConnections()
    return nn.Sequential(common.encoder_of_convolutions(), common.decoder_of_convolutions())


def corrupt(x, rng):
    """Adds Gaussian noise; the sum is not clipped."""
    return x + DEVIATION * torch.randn(x.shape, generator=rng)


def psnr(images, clean):
    """The mean over the images, not the ratio of the mean error."""
    return float(np.mean(-10 * np.log10(np.mean((images - clean) ** 2, axis=(1, 2)))))


def ssim(images, clean):
    """The mean over the windows of 11x11 that lie wholly inside the image, and over the images."""
    total = 0.0
    for image, target in zip(images, clean):
        _, local = structural_similarity(
            target,
            image,
            data_range=1,
            gaussian_weights=True,
            sigma=1.5,
            use_sample_covariance=False,
            full=True,
        )
        total += local[5:-5, 5:-5].mean()
    return float(total / len(images))


def pixels(x):
    return x.squeeze(1).double().numpy()


def train(net, x, seed, epochs):
    optimiser = common.adam(net)
    order = generator(seed, ORDER)
    noise = generator(seed, NOISE)
    for _ in range(epochs):
        for rows in common.batches(len(x), BATCH, order):
            clean = x[rows]
            logits = net(corrupt(clean, noise))
            common.step(optimiser, binary_cross_entropy_with_logits(logits, clean))


def main():
    parser = common.arguments(__doc__, "1:3")
    parser.add_argument("--epochs", type=int, default=3)
    options = parser.parse_args()
    train_x, _, test_x, _ = common.fashion_mnist(options)
    train_x, test_x = train_x.view(-1, 1, 28, 28), test_x.view(-1, 1, 28, 28)
    clean = pixels(test_x)
    print("arm,seed,metric,value", flush=True)
    for seed in common.seeds(options):
        noisy = corrupt(test_x, generator(seed, TEST_NOISE))
        corrupted = {
            "corruptedPsnr": psnr(pixels(noisy), clean),
            "corruptedSsim": ssim(pixels(noisy), clean),
        }
        for arm in ARMS:
            net = common.initialise(network(arm), generator(seed, WEIGHTS))
            train(net, train_x, seed, options.epochs)
            restored = pixels(torch.sigmoid(common.outputs(net, noisy)))
            measures = {"psnr": psnr(restored, clean), "ssim": ssim(restored, clean)}
            common.report(arm, seed, {**measures, **corrupted})


if __name__ == "__main__":
    main()
