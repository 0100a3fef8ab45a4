package dev.bottleneck.study.runs;

import dev.bottleneck.evaluation.Metric;
import dev.bottleneck.evaluation.Summary;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.study.configuration.Configuration.EvaluateOn;
import dev.bottleneck.study.result.Arm;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Arms of runs by the mean of a measure over their seeds, the best first; those of which seeds
 * failed, or have not ended, come after the others.
 *
 * @param notes what a reader must know before any number: a sentence each
 */
public record RunRanking(List<Row> rows, List<String> notes) {
  /**
   * An arm of a run.
   *
   * @param metric the measure as it is shown
   * @param label what tells the run from the others
   * @param summary of it over the seeds
   */
  public record Row(RecordedRun run, String label, Arm arm, Metric metric, Summary summary) {
    /** How many seeds it has a value on. */
    public int seeds() {
      return summary.n();
    }

    /** How many seeds were asked for. */
    public int asked() {
      return run.configuration().seeds();
    }

    /** On how many seeds it ended without a value. */
    public int failed() {
      return run.result().endedSeeds(arm).size() - seeds();
    }

    /** Whether all of it has ended, and well: else its mean is one of those that survived. */
    public boolean isWhole() {
      return run.ended() && failed() == 0;
    }
  }

  public RunRanking {
    rows = List.copyOf(rows);
    notes = List.copyOf(notes);
  }

  /**
   * Ranks what was measured on one part of the data; runs of quick mode have no place in it.
   *
   * @param lowerIsBetter empty where it is to be known by the measure's name
   * @throws UserError if no run has the measure on that part
   */
  public static RunRanking of(
      RunCatalog catalog, String measure, EvaluateOn part, Optional<Boolean> lowerIsBetter) {
    List<RecordedRun> runs = catalog.runs();
    MeasureOfRuns.require(measure, runs);
    List<RecordedRun> whole = runs.stream().filter(run -> !run.configuration().quick()).toList();
    List<Row> rows = rows(whole, measure, part, lowerIsBetter);
    if (rows.isEmpty()) {
      throw new UserError(none(measure, part, whole, lowerIsBetter));
    }
    boolean lower = rows.get(0).metric().lowerIsBetter();
    if (rows.stream().anyMatch(row -> row.metric().lowerIsBetter() != lower)) {
      throw new UserError(
          "--by %s: of some runs less of it is better, of others more: rank those of one --experiment"
              .formatted(measure));
    }
    Comparator<Row> order = Comparator.comparingDouble(row -> row.summary().mean());
    rows.sort(
        Comparator.comparing((Row row) -> !row.isWhole())
            .thenComparing(lower ? order : order.reversed()));
    List<String> notes = new ArrayList<>();
    notes.add(chosen(part, rows));
    int quick = runs.size() - whole.size();
    note(notes, quick, "Left out, as their numbers mean nothing: %d of quick mode.");
    note(
        notes,
        catalog.unreadable().size(),
        "Left out, as they cannot be read (runs list says why): %d.");
    note(
        notes,
        whole.stream()
            .filter(run -> run.configuration().evaluateOn() == part)
            .mapToLong(RunRanking::lost)
            .sum(),
        "Without a place, as every seed failed: %d.");
    notes.addAll(RankingNotes.of(rows, measure));
    return new RunRanking(rows, notes);
  }

  private static void note(List<String> notes, long count, String text) {
    if (count > 0) {
      notes.add(text.formatted(count));
    }
  }

  /** Arms that have ended, and on no seed with a result. */
  private static long lost(RecordedRun run) {
    return run.arms().stream()
        .filter(arm -> !run.result().endedSeeds(arm).isEmpty())
        .filter(arm -> run.result().seeds(arm).isEmpty())
        .count();
  }

  private static List<Row> rows(
      List<RecordedRun> runs, String measure, EvaluateOn part, Optional<Boolean> lowerIsBetter) {
    List<RecordedRun> measured =
        runs.stream().filter(run -> run.configuration().evaluateOn() == part).toList();
    List<String> labels = RunLabels.of(measured);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < measured.size(); i++) {
      RecordedRun run = measured.get(i);
      String label = labels.get(i);
      for (Arm arm : run.arms()) {
        run.result()
            .summary(arm, measure)
            .filter(summary -> Double.isFinite(summary.mean()))
            .map(s -> new Row(run, label, arm, MeasureOfRuns.of(run, measure, lowerIsBetter), s))
            .ifPresent(rows::add);
      }
    }
    return rows;
  }

  private static String none(
      String measure, EvaluateOn part, List<RecordedRun> runs, Optional<Boolean> lowerIsBetter) {
    EvaluateOn other = part == EvaluateOn.TEST ? EvaluateOn.VALIDATION : EvaluateOn.TEST;
    long there =
        rows(runs, measure, other, lowerIsBetter).stream().map(Row::run).distinct().count();
    String instead =
        there == 0
            ? ""
            : "; %d %s on %s data: --part %s ranks them%s"
                .formatted(
                    there,
                    there == 1 ? "was" : "were",
                    other,
                    other,
                    other == EvaluateOn.TEST ? ", which is to choose by test data" : "");
    return "--by %s: no run but of quick mode was measured by it on %s data%s"
        .formatted(measure, part, instead);
  }

  private static String chosen(EvaluateOn part, List<Row> rows) {
    return part == EvaluateOn.TEST
        ? "This chooses by test data: what comes first is better there than it is, and no test is"
            + " left to tell by how much."
        : "The best of %d on validation data is better there than it is: measure it on test data (--set evaluateOn=test)."
            .formatted(rows.size());
  }
}
