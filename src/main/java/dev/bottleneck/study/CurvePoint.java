package dev.bottleneck.study;

/**
 * One point of a learning curve.
 *
 * @param phase such as {@code pretraining-1} or {@code fine-tuning}
 * @param epoch epochs done within the phase, a fraction within one
 * @param loss mean training loss since the point before
 */
public record CurvePoint(String phase, double epoch, double loss) {}
