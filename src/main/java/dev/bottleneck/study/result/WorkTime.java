package dev.bottleneck.study.result;

import dev.bottleneck.training.EpochTime;

/**
 * Seconds of training work.
 *
 * @param training of whole epochs, the first steps of a fresh Java machine among them, and no
 *     validation
 * @param gather of {@code training}, to have the batches
 * @param step of {@code training}, to train on them; what is left is the loop around both
 * @param validation between the epochs
 * @param keeping to write down the states that a killed run goes on from; no part of the others
 */
public record WorkTime(
    double training, double gather, double step, double validation, double keeping) {
  public static final WorkTime NONE = new WorkTime(0, 0, 0, 0, 0);

  public static WorkTime of(EpochTime epoch) {
    return new WorkTime(epoch.seconds(), epoch.gatherSeconds(), epoch.stepSeconds(), 0, 0);
  }

  public static WorkTime ofValidation(double seconds) {
    return new WorkTime(0, 0, 0, seconds, 0);
  }

  public static WorkTime ofKeeping(double seconds) {
    return new WorkTime(0, 0, 0, 0, seconds);
  }

  public WorkTime plus(WorkTime other) {
    return new WorkTime(
        training + other.training,
        gather + other.gather,
        step + other.step,
        validation + other.validation,
        keeping + other.keeping);
  }
}
