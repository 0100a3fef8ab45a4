#!/usr/bin/env python3
"""The experiment semi-supervised, written apart from Bottleneck, with PyTorch.

One code of Fashion-MNIST's images from which a class and the image are read. The loss of a batch of
B examples is 1/B (c sum of cross-entropy over the labelled + r sum of reconstruction loss over all).
It shares no code and no random numbers with Bottleneck: what both say alike is said of the method.
Adam is PyTorch's, whose epsilon is added after the bias correction.

  python3 semi_supervised.py --data FASHION_MNIST_FOLDER --seeds 1:5 > out.csv

writes arm,seed,metric,value: error, the fraction of test images put into a wrong class, without
reconstructing (r = 0) and with it. The two arms share labelled images, order and initial weights.
"""
import torch
from torch import nn
from torch.nn.functional import binary_cross_entropy_with_logits, cross_entropy

import common
from common import LABELS, ORDER, WEIGHTS, generator

CLASSES = 10
UNLABELLED = -1


class SemiSupervised(nn.Module):
    """Gives logits of classes and of pixels."""

    def __init__(self):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(784, 100), nn.GELU(), nn.Linear(100, 30), nn.GELU())
        self.classifier = nn.Linear(30, CLASSES)
        self.decoder = nn.Sequential(nn.Linear(30, 100), nn.GELU(), nn.Linear(100, 784))

    def forward(self, x):
        code = self.encoder(x)
        return self.classifier(code), self.decoder(code)


def epoch_of(labelled, labels, unlabelled, share):
    """The examples of an epoch, as rows and targets: each image once without its label, and the
    labelled images over and over until they make up their share of all examples."""
    repeats = round(unlabelled * share / (1 - share))
    again = torch.arange(repeats) % len(labelled)
    rows = torch.cat([torch.arange(unlabelled), labelled[again]])
    targets = torch.cat([torch.full((unlabelled,), UNLABELLED), labels[labelled[again]]])
    return rows, targets


def batch_loss(net, x, targets, classification, reconstruction):
    classes, images = net(x)
    # Sums divided by the whole batch: it weighs less where fewer of its examples have labels.
    supervised = cross_entropy(classes, targets, ignore_index=UNLABELLED, reduction="sum") / len(x)
    return classification * supervised + reconstruction * binary_cross_entropy_with_logits(images, x)


def train(net, x, rows, targets, order, reconstruction, options):
    optimiser = common.adam(net)
    for _ in range(options.epochs):
        for batch in common.batches(len(rows), options.batch_size, order):
            images, classes = x[rows[batch]], targets[batch]
            weight = options.classification_weight
            common.step(optimiser, batch_loss(net, images, classes, weight, reconstruction))


def main():
    parser = common.arguments(__doc__, "1:5")
    parser.add_argument("--labels", default="100,500,1000,5000", help="numbers of labelled images")
    parser.add_argument("--labelled-share", type=float, default=0.25, help="in an epoch")
    parser.add_argument("--classification-weight", type=float, default=1.0, help="c")
    parser.add_argument("--reconstruction-weight", type=float, default=0.01, help="r")
    parser.add_argument("--batch-size", type=int, default=32)
    parser.add_argument("--epochs", type=int, default=2)
    options = parser.parse_args()
    train_x, train_y, test_x, test_y = common.fashion_mnist(options)
    arms = {"supervised": 0.0, "semi-supervised": options.reconstruction_weight}
    print("arm,seed,metric,value", flush=True)
    for seed in common.seeds(options):
        for count in common.integers(options.labels):
            shuffled = torch.randperm(len(train_x), generator=generator(seed, LABELS, count))
            labelled = shuffled[:count]
            rows, targets = epoch_of(labelled, train_y, len(train_x), options.labelled_share)
            for arm, reconstruction in arms.items():
                net = common.initialise(SemiSupervised(), generator(seed, WEIGHTS))
                order = generator(seed, ORDER, count)
                train(net, train_x, rows, targets, order, reconstruction, options)
                classifier = nn.Sequential(net.encoder, net.classifier)
                measures = {"error": common.error(classifier, test_x, test_y)}
                common.report(f"{arm}-{count}", seed, measures)


if __name__ == "__main__":
    main()
