package dev.bottleneck.sweep.report;

import dev.bottleneck.evaluation.Metric;
import dev.bottleneck.evaluation.Outliers;
import dev.bottleneck.evaluation.Summary;
import dev.bottleneck.jobs.JobState;
import dev.bottleneck.sweep.store.TrialStore;
import dev.bottleneck.sweep.trial.Trial.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The winner on the test part. */
public final class FinalRuns {
  private FinalRuns() {}

  static double[] values(TrialStore store) {
    return store.trials(Stage.FINAL).stream()
        .filter(trial -> trial.is(JobState.COMPLETE))
        .mapToDouble(trial -> trial.value().orElseThrow())
        .toArray();
  }

  /** Why each seed failed that did. */
  public static List<String> failures(TrialStore store) {
    return store.trials(Stage.FINAL).stream()
        .filter(trial -> trial.is(JobState.FAILED))
        .map(trial -> trial.error().orElse("no message"))
        .toList();
  }

  /**
   * What the seeds that have ended say, a sentence each; none if there are none. A mean over those
   * that did not fail is called what it is: seeds that failed count against the setting.
   */
  public static List<String> sentences(TrialStore store, Metric metric) {
    return sentences(values(store), failures(store), metric);
  }

  public static List<String> sentences(double[] values, List<String> failures, Metric metric) {
    List<String> sentences = new ArrayList<>();
    int ended = values.length + failures.size();
    if (!failures.isEmpty()) {
      sentences.add(
          "%d of the %d seeds of the chosen setting on test data failed, the first with: %s."
              .formatted(failures.size(), ended, failures.get(0)));
    }
    if (values.length == 0) {
      return sentences;
    }
    Metric.Bounds bounds = metric.bounds();
    Summary s = Summary.of(values).within(bounds.least(), bounds.most()).times(metric.factor());
    String mean =
        String.format(
            Locale.ROOT,
            "Of the chosen setting the %s over %d %s: %s",
            metric.nameAndUnit(),
            s.n(),
            s.n() == 1 ? "seed" : "seeds",
            s.text(metric.decimals()));
    sentences.add(
        failures.isEmpty()
            ? mean + "."
            : mean + ", of those alone that did not fail: what the setting gives is worse.");
    Outliers outliers = Outliers.of(values);
    if (outliers.any()) {
      sentences.add(
          outliers.sentence("the winner", metric, Summary.of(values).quartiles().median()));
    }
    return sentences;
  }
}
