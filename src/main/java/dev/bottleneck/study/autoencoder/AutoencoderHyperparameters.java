package dev.bottleneck.study.autoencoder;

import dev.bottleneck.runtime.Require;

/** What the hyper-parameters of every autoencoder hold. */
public interface AutoencoderHyperparameters {
  /** Values of one example. */
  int inputs();

  int batchSize();

  int epochs();

  /** Checks the ranges of these three; for the compact constructor of a record. */
  static void check(int inputs, int batchSize, int epochs) {
    Require.atLeast("inputs", inputs, 1);
    Require.atLeast("batchSize", batchSize, 1);
    Require.atMost("batchSize", batchSize, 1_000_000);
    Require.atLeast("epochs", epochs, 1);
  }

  /** The same with the learning rate, for those that have one. */
  static void check(int inputs, int batchSize, int epochs, double learningRate) {
    check(inputs, batchSize, epochs);
    Require.positive("learningRate", learningRate);
  }
}
