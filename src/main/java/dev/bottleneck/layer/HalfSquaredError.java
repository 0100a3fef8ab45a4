package dev.bottleneck.layer;

/**
 * Half the squared error, summed over the units, mean over the batch: {@code ½ Σ_j (ŷ_j − y_j)²}.
 *
 * <p>The convention of DeepLearnToolbox (R. B. Palm, 2012), whose learning rates assume it. DL4J's
 * {@code LossL2} is twice this, its {@code LossMSE} that mean over the units as well.
 */
public final class HalfSquaredError extends SquaredErrorLoss {
  @Override
  double factor(long units) {
    return 0.5;
  }
}
