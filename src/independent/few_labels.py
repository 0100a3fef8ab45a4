#!/usr/bin/env python3
"""The experiments few-labels-frozen and few-labels-convolutional, written apart from Bottleneck.

A classifier of Fashion-MNIST from few labelled images, from scratch and on the encoder of an
autoencoder trained on all images, of which the layers above the encoder are trained alone at first.
With PyTorch; it shares no code and no random numbers with Bottleneck: what both say alike is said of
the method. Adam is PyTorch's, whose epsilon is added after the bias correction.

  python3 few_labels.py --data FASHION_MNIST_FOLDER --seeds 1:10 > out.csv
  python3 few_labels.py --data FASHION_MNIST_FOLDER --kind convolutional --seeds 1:5 > out.csv

(few-labels itself is --frozen-epochs 0 --epochs 30)

writes arm,seed,metric,value: error, the fraction of test images put into a wrong class; firstLoss,
the mean loss of the labelled images before any training of the classifier; and of the pretrained
encoder codeMean and codeDeviation over all training images and units. The two arms share labelled
images, order, and initial weights except the encoder's, which the autoencoder also begins from.
"""
import copy

import torch
from torch import nn
from torch.nn.functional import binary_cross_entropy_with_logits, cross_entropy

import common
from common import HEAD_WEIGHTS, LABELS, ORDER, WEIGHTS, generator

BATCH = 32
CLASSES = 10
# Labels, epochs of pretraining, epochs with the encoder held fast, epochs of the whole.
DEFAULTS = {"dense": ("100,500,1000,5000", 10, 300, 20), "convolutional": ("500", 5, 30, 20)}


def networks(kind):
    """Encoder, decoder and the classifier's layers above the encoder; the last two give logits."""
    if kind == "dense":
        return (
            nn.Sequential(nn.Linear(784, 100), nn.GELU(), nn.Linear(100, 30), nn.GELU()),
            nn.Sequential(nn.Linear(30, 100), nn.GELU(), nn.Linear(100, 784)),
            nn.Linear(30, CLASSES),
        )
    head = nn.Sequential(nn.Flatten(), nn.Linear(64 * 3 * 3, 20), nn.GELU(), nn.Linear(20, CLASSES))
    return common.encoder_of_convolutions(), common.decoder_of_convolutions(), head


def train(net, x, targets, loss, epochs, order):
    """With an optimiser of its own."""
    optimiser = common.adam(net)
    for _ in range(epochs):
        for rows in common.batches(len(x), BATCH, order):
            common.step(optimiser, loss(net(x[rows]), targets[rows]))


def first_loss(net, x, y):
    return cross_entropy(common.outputs(net, x), y).item()


def run(seed, data, options):
    train_x, train_y, test_x, test_y = data
    fresh, decoder, head = networks(options.kind)
    common.initialise(nn.Sequential(fresh, decoder), generator(seed, WEIGHTS))
    common.initialise(head, generator(seed, HEAD_WEIGHTS))
    pretrained = copy.deepcopy(fresh)
    autoencoder = nn.Sequential(pretrained, decoder)
    order = generator(seed, ORDER)
    epochs = options.pretraining_epochs
    train(autoencoder, train_x, train_x, binary_cross_entropy_with_logits, epochs, order)
    codes = common.outputs(pretrained, train_x).double()
    evidence = {"codeMean": codes.mean().item(), "codeDeviation": codes.std(unbiased=False).item()}

    for count in common.integers(options.labels):
        labelled = torch.randperm(len(train_x), generator=generator(seed, LABELS, count))[:count]
        x, y = train_x[labelled], train_y[labelled]

        # Copies, since each number of labels begins from the same weights.
        net = nn.Sequential(*copy.deepcopy((fresh, head)))
        measures = {"firstLoss": first_loss(net, x, y)}
        order = generator(seed, ORDER, count)
        train(net, x, y, cross_entropy, options.frozen_epochs + options.epochs, order)
        measures["error"] = common.error(net, test_x, test_y)
        common.report(f"scratch-{count}", seed, measures)

        net = nn.Sequential(*copy.deepcopy((pretrained, head)))
        measures = {"firstLoss": first_loss(net, x, y), **evidence}
        order = generator(seed, ORDER, count)
        train(net[1], common.outputs(net[0], x), y, cross_entropy, options.frozen_epochs, order)
        train(net, x, y, cross_entropy, options.epochs, order)
        measures["error"] = common.error(net, test_x, test_y)
        common.report(f"pretrained-{count}", seed, measures)


def main():
    parser = common.arguments(__doc__, "1:10")
    parser.add_argument("--kind", choices=DEFAULTS, default="dense")
    parser.add_argument("--labels", help="numbers of labelled images")
    parser.add_argument("--pretraining-epochs", type=int, help="of the autoencoder, on all images")
    parser.add_argument("--frozen-epochs", type=int, help="of the layers above the encoder alone")
    parser.add_argument("--epochs", type=int, help="of the whole classifier")
    options = parser.parse_args()
    names = ("labels", "pretraining_epochs", "frozen_epochs", "epochs")
    for name, default in zip(names, DEFAULTS[options.kind]):
        if getattr(options, name) is None:
            setattr(options, name, default)
    train_x, train_y, test_x, test_y = common.fashion_mnist(options)
    if options.kind == "convolutional":
        train_x, test_x = train_x.view(-1, 1, 28, 28), test_x.view(-1, 1, 28, 28)
    print("arm,seed,metric,value", flush=True)
    for seed in common.seeds(options):
        run(seed, (train_x, train_y, test_x, test_y), options)


if __name__ == "__main__":
    main()
