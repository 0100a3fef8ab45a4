package dev.bottleneck.step.graph;

import java.util.List;
import java.util.Locale;

/**
 * Adds a loss, mean over the batch, to the score: {@code factor Σ l(prediction, label) / batch}.
 *
 * @param factor 1 for the sum over an example's units, 1/n for their mean; times the loss's weight
 * @param clip of softmax cross-entropy, else of no meaning
 * @param labels of the prediction's shape
 */
public record Loss(Kind kind, double factor, double clip, Value prediction, Value labels)
    implements Operation {
  /** l, of a prediction and its label y. */
  public enum Kind {
    /**
     * {@code max(z, 0) − z y + ln(1 + e^−|z|)} of the logit z: binary cross-entropy of its sigmoid.
     */
    BINARY_CROSS_ENTROPY,
    /**
     * {@code −y ln(p + ε) − (1 − y) ln(1 − p + ε)} of p clipped to [ε, 1 − ε], ε = 1e-7; no
     * gradient where it clips.
     */
    CLIPPED_CROSS_ENTROPY,
    /** {@code (h − y)²}. */
    SQUARED_ERROR,
    /**
     * {@code −y ln p} of {@code p = softmax(z)} over {@code [batch, classes]}, for labels that sum
     * to 1; p is held within [clip, 1 − clip] for the score, as DL4J does.
     */
    SOFTMAX_CROSS_ENTROPY,
    /**
     * The same unclipped, for labels of any sum: an example whose labels are all 0 has no class.
     */
    CLASS_CROSS_ENTROPY;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  @Override
  public List<Value> inputs() {
    return List.of(prediction, labels);
  }

  @Override
  public List<Value> outputs() {
    return List.of();
  }

  @Override
  public String settings() {
    return factor == 1 ? kind.toString() : kind + " × " + (float) factor;
  }
}
