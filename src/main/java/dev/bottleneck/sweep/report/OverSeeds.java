package dev.bottleneck.sweep.report;

import dev.bottleneck.evaluation.Metric;
import dev.bottleneck.evaluation.Summary;
import dev.bottleneck.report.Numbers;

/** What a setting gave on its seeds, for a table. */
final class OverSeeds {
  private OverSeeds() {}

  /**
   * Mean and interval of the seeds that gave a value, and how many failed, such as "1.42 (1.31 to
   * 1.53), 2 failed".
   */
  static String text(double[] values, long failures, Metric metric) {
    String mean =
        values.length == 0
            ? Numbers.ABSENT
            : Summary.of(values).times(metric.factor()).text(metric.decimals());
    return failures == 0 ? mean : mean + ", " + failures + " failed";
  }
}
