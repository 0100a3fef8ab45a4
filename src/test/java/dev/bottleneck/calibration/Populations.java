package dev.bottleneck.calibration;

import java.nio.file.Path;

/** Outcomes of many seeds for tests of other packages. */
public final class Populations {
  private Populations() {}

  /** Reads a run's folder or a {@code metrics.csv}; the text says all that was read. */
  public static String read(Path source) {
    Population population = Population.read(source);
    return population.name() + population.metric() + population.arms();
  }
}
