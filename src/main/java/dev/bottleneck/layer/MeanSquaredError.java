package dev.bottleneck.layer;

/**
 * The squared error, a mean over the units of an example and over the batch: {@code (1/n) Σ_j (ŷ_j
 * − y_j)²} for n units.
 *
 * <p>DL4J's {@code LossMSE} overwrites the pre-output, from which its {@code LossLayer} computes
 * the score afterwards: that score is wrong. Labels and output {@code [batch, n]}.
 */
public final class MeanSquaredError extends SquaredErrorLoss {
  @Override
  double factor(long units) {
    return 1.0 / units;
  }
}
