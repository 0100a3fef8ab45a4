package dev.bottleneck.training;

import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * A learning rate that falls from epoch to epoch and would be nought after the last.
 *
 * <p>In epoch e of E, from 0: {@code η (1 − e/E)}, or half a cosine, {@code η ½ (1 + cos(π e/E))};
 * Loshchilov and Hutter, SGDR: Stochastic Gradient Descent with Warm Restarts (2017), equation 5
 * without a restart, at whole epochs. ND4J's {@code PolySchedule} is no substitute for the line: it
 * computes {@code η (1 + e/E)} and rises.
 *
 * @param shape of the fall
 * @param initialValue η
 * @param epochs E
 */
public record AnnealedRate(
    @JsonProperty("shape") Shape shape,
    @JsonProperty("initialValue") double initialValue,
    @JsonProperty("epochs") int epochs)
    implements ISchedule {

  /** How a rate falls. */
  public enum Shape {
    LINEAR,
    COSINE
  }

  @Override
  public double valueAt(int iteration, int epoch) {
    if (epoch >= epochs) {
      return 0;
    }
    double done = (double) epoch / epochs;
    return initialValue
        * switch (shape) {
          case LINEAR -> 1 - done;
          case COSINE -> 0.5 * (1 + Math.cos(Math.PI * done));
        };
  }

  @Override
  @SuppressWarnings("MethodDoesntCallSuperMethod")
  public AnnealedRate clone() {
    return this;
  }
}
