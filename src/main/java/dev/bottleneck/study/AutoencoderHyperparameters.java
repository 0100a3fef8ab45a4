package dev.bottleneck.study;

import dev.bottleneck.runtime.Require;

/** What the hyper-parameters of every autoencoder hold. */
public interface AutoencoderHyperparameters {
  /** Values of one example. */
  int inputs();

  int batchSize();

  int epochs();

  double learningRate();

  /** Checks the ranges of these four; for the compact constructor of a record. */
  static void check(int inputs, int batchSize, int epochs, double learningRate) {
    Require.atLeast("inputs", inputs, 1);
    Require.atLeast("batchSize", batchSize, 1);
    Require.atLeast("epochs", epochs, 1);
    Require.positive("learningRate", learningRate);
  }
}
