package dev.bottleneck.faults;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Where a fault is injected.
 *
 * @param random all that is left to chance; its seed repeats the case as far as a clock allows
 * @param room a folder of its own
 * @param most so many faults at most, where a command is broken into again and again
 */
record Case(Workshop shop, Undisturbed undisturbed, SplittableRandom random, Path room, int most) {
  /** Starts {@code launch} and waits for its end. */
  Ended run(Launch launch) throws IOException, InterruptedException {
    return shop.start(launch).await();
  }

  /** A line for each result of {@code subject} that is not that of an undisturbed one. */
  List<String> unlessTheSame(Subject subject) throws IOException, InterruptedException {
    try {
      return Undisturbed.differences(subject.results(room), undisturbed.of(subject).results());
    } catch (IOException e) {
      return List.of("its results cannot be read: " + e);
    }
  }
}
