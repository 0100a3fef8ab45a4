package dev.bottleneck.bench;

import dev.bottleneck.runtime.Interrupted;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Times contenders in rounds: in each, everyone takes steps for about the same time, one after
 * another, and each round begins with the next one, so that whatever slows the machine for a while
 * slows all alike.
 *
 * @param slice how long a contender is timed in a round; at least one step
 */
record InterleavedTiming(int rounds, Duration slice) {
  /** Enough for all losses to have left where random weights begin. */
  private static final int STEPS_TO_COMPARE = 10;

  /** By how much losses after the same steps from different random weights may differ. */
  private static final double ALIKE = 1.5;

  /**
   * Milliseconds of a step in each round, by the contender's name.
   *
   * @throws IllegalStateException if the contenders' losses show that they do not train alike
   * @throws dev.bottleneck.training.Interrupted if the thread was interrupted
   */
  Map<String, double[]> time(List<Contender> contenders) {
    requireAlike(contenders);
    int[] steps = contenders.stream().mapToInt(this::warmUp).toArray();
    Map<String, double[]> times = new LinkedHashMap<>();
    contenders.forEach(contender -> times.put(contender.name(), new double[rounds]));
    for (int round = 0; round < rounds; round++) {
      for (int turn = 0; turn < contenders.size(); turn++) {
        Interrupted.check();
        int index = (round + turn) % contenders.size();
        Contender contender = contenders.get(index);
        times.get(contender.name())[round] = contender.millisecondsPerStep(steps[index]);
      }
    }
    return times;
  }

  /** Doubles the steps until they last as long as a slice; returns how many fill one. */
  private int warmUp(Contender contender) {
    double wanted = slice.toNanos() / 1e6;
    int steps = 1;
    while (true) {
      Interrupted.check();
      double milliseconds = contender.millisecondsPerStep(steps);
      if (steps * milliseconds >= wanted) {
        return Math.max(1, (int) Math.round(wanted / milliseconds));
      }
      steps *= 2;
    }
  }

  private static void requireAlike(List<Contender> contenders) {
    Map<String, Double> losses = new LinkedHashMap<>();
    for (Contender contender : contenders) {
      if (contender instanceof TrainingContender training) {
        training.millisecondsPerStep(STEPS_TO_COMPARE);
        losses.put(training.name(), training.loss());
      }
    }
    double least = losses.values().stream().mapToDouble(loss -> loss).min().orElse(1);
    for (double loss : losses.values()) {
      if (!(loss > 0 && loss <= ALIKE * least && Double.isFinite(loss))) {
        throw new IllegalStateException(
            "after %d steps the losses are not alike: %s".formatted(STEPS_TO_COMPARE, losses));
      }
    }
  }
}
