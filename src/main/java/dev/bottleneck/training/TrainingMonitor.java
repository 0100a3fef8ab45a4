package dev.bottleneck.training;

import java.util.Optional;

/** Hears of a training phase as it goes. */
public interface TrainingMonitor {
  /** One more mini-batch was trained on. */
  void step();

  /**
   * The mean training loss since the last call.
   *
   * @param epoch epochs done, a fraction within one: 0.5 is the middle of the first
   */
  void loss(double epoch, double meanLoss);

  /** An epoch's steps are done, and so is what a device still had to do of them. */
  default void trained(EpochTime time) {}

  /** A state of the training was kept, which took so many seconds; no epoch's time has them. */
  default void kept(double seconds) {}

  /**
   * An epoch ended; the network may be looked at, not changed.
   *
   * @param epoch epochs done
   * @return the loss on the validation part, if the phase has one
   */
  default Optional<Double> epochEnded(int epoch) {
    return Optional.empty();
  }
}
