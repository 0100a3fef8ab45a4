package dev.bottleneck.step.onednn.primitive;

import java.util.Objects;

/**
 * What flows between two stages: a value, and on the way back the gradient of the batch's summed
 * loss with respect to it.
 *
 * @param gradient {@code null} where nothing before has parameters
 */
public record Signal(Tensor value, Tensor gradient) {
  public boolean wantsGradient() {
    return gradient != null;
  }

  /** The gradient of a signal that is known to want one. */
  public Tensor requireGradient() {
    return Objects.requireNonNull(gradient, "gradient");
  }
}
