package dev.bottleneck.evaluation;

import java.util.Optional;

/** What the measures are, in the words that a report's reader is given: over what, in what unit. */
public final class Meaning {
  private Meaning() {}

  /** Of the measure with this key; empty of one that an experiment has alone. */
  public static Optional<String> of(String key) {
    if (key.startsWith("errorOfClass")) {
      return Optional.of("the share of that class's examples taken for another");
    }
    if (key.startsWith("constantUnits")) {
      return Optional.of(
          "the share of that hidden layer's units that say the same of every example");
    }
    return Optional.ofNullable(
        switch (key) {
          case "loss" -> "the loss that training lowers, summed or averaged as the experiment says";
          case "error" -> "the share of examples taken for another class";
          case "crossEntropy" ->
              "binary cross-entropy of the reconstructions, in nats, mean over values and examples";
          case "squaredError" ->
              "squared error of the reconstructions, mean over values and examples";
          case "meanActivation" -> "activation of the code, mean over units and examples";
          case "sparsity" -> "the share of the code's activations below 0.001 in size";
          case "deadUnits" -> "the share of the code's units that say the same of every example";
          case "parameters" -> "numbers that are trained";
          case "probeError" ->
              "error, a share, of a linear classifier on the codes, fitted to those of training examples";
          case "neverPredicted" -> "classes that no example was taken for";
          case "initialGradientNorm" -> "length of the first gradient of supervised training";
          case "bestEpoch" -> "the epoch with the lowest validation loss, from 1";
          case "psnr" -> "peak signal-to-noise ratio of restored images, in dB, mean over images";
          case "corruptedPsnr" ->
              "peak signal-to-noise ratio of the corrupted images, in dB, mean over images";
          case "ssim" ->
              "structural similarity of restored images to the originals, at most 1, mean over images";
          case "corruptedSsim" ->
              "structural similarity of the corrupted images to the originals, at most 1, mean over images";
          default -> null;
        });
  }
}
