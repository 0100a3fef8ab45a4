package dev.bottleneck;

import static dev.bottleneck.BottleneckException.orTold;

import dev.bottleneck.study.comparison.RunsCompared;
import dev.bottleneck.study.report.Comparison;
import dev.bottleneck.study.report.StudyLeads.Lead;
import dev.bottleneck.study.result.StudyResult;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs beside each other, the first of them the baseline; {@link Bottleneck#compare} makes it. It
 * holds what their folders said then.
 */
public final class RunComparison {
  /** The outcome where no verdict can be given: {@link #notes()} says why. */
  public static final String NOT_JUDGED = "NOT_JUDGED";

  private final List<Path> folders;
  private final RunsCompared compared;

  private RunComparison(List<Path> folders, RunsCompared compared) {
    this.folders = folders;
    this.compared = compared;
  }

  static RunComparison of(List<Path> folders, Optional<String> measure) {
    return orTold(() -> new RunComparison(folders, RunsCompared.of(folders, measure)));
  }

  /**
   * What is not the same for all of the runs.
   *
   * @param key a setting's, or what else it is, such as {@code code version}
   * @param values one a run, in their order
   */
  public record Difference(String key, List<String> values) {}

  /**
   * An arm of a run.
   *
   * @param label the run's, after the arm's own name where the run has several
   * @param seeds those that gave a result
   * @param measures by name, such as {@code crossEntropy}: as they are, no percentages
   */
  public record Arm(
      String label, List<Long> seeds, Map<String, RunSummary.Distribution> measures) {}

  /**
   * The same runs compared by another measure than the headline of each, such as {@code
   * crossEntropy}.
   */
  public RunComparison by(String measure) {
    return of(folders, Optional.of(measure));
  }

  /** What each run is called, in their order: by what tells it from the others. */
  public List<String> labels() {
    return compared.labels();
  }

  /** The settings that differ, and the data, seeds and versions where they do. */
  public List<Difference> differences() {
    return compared.differences().stream().map(d -> new Difference(d.key(), d.values())).toList();
  }

  /** What was measured: an arm of a run each, by its label; those of the same kind together. */
  public List<Arm> arms() {
    StudyResult result = compared.result();
    return result.arms().stream()
        .map(arm -> new Arm(arm.title(), result.seeds(arm), Found.measures(result, arm)))
        .toList();
  }

  /**
   * Each run that can be paired with the baseline, seed by seed, by the method that arms of one run
   * are compared by; corrected for all of them. Estimates alone, with {@link #NOT_JUDGED}, where
   * the seeds were not a number fixed beforehand, have not all ended, or are of quick mode.
   */
  public List<RunSummary.Comparison> comparisons() {
    List<Comparison> judged = compared.judged();
    return compared.comparisons().stream()
        .map(c -> Found.comparison(c, judged.contains(c)))
        .toList();
  }

  /** The sentences of the verdicts on what can be judged. */
  public List<String> verdicts() {
    return compared.verdicts().stream().map(Lead::sentence).toList();
  }

  /** Why the other runs are not paired with it: a sentence each. */
  public List<String> unpaired() {
    return compared.refusals();
  }

  /** What one must know before any number: a sentence each. */
  public List<String> notes() {
    return compared.notes();
  }

  /**
   * Writes it as a page with pictures, {@code compare.html}, over an earlier one.
   *
   * @param folder is made if it is not there
   * @return the page
   */
  public Path write(Path folder) {
    return orTold(() -> compared.write(folder));
  }

  /** The same in a new folder below {@code results/comparisons}. */
  public Path write() {
    return orTold(() -> compared.write());
  }

  /** The tables and sentences that the command line prints. */
  @Override
  public String toString() {
    return compared.text();
  }
}
