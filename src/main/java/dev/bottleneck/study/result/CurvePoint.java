package dev.bottleneck.study.result;

/**
 * One point of a learning curve.
 *
 * @param phase such as {@code pretraining-1} or {@code fine-tuning}
 * @param epoch epochs done within the phase, a fraction within one
 * @param metric {@link #TRAINING_LOSS} or {@link #VALIDATION_LOSS}
 */
public record CurvePoint(String phase, double epoch, String metric, double value) {
  /** The mean since the point before, on corrupted input where the network corrupts it. */
  public static final String TRAINING_LOSS = "training loss";

  /** On the validation part, at the end of an epoch. */
  public static final String VALIDATION_LOSS = "validation loss";
}
