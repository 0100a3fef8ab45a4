package dev.bottleneck.study.comparison;

import dev.bottleneck.evaluation.Metric;
import dev.bottleneck.report.RunFolder;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.study.report.Comparison;
import dev.bottleneck.study.report.StudyLeads;
import dev.bottleneck.study.report.StudyLeads.Lead;
import dev.bottleneck.study.result.Arm;
import dev.bottleneck.study.result.ArmPair;
import dev.bottleneck.study.result.StudyResult;
import dev.bottleneck.study.runs.MeasureOfRuns;
import dev.bottleneck.study.runs.RecordedRun;
import dev.bottleneck.study.runs.RunLabels;
import dev.bottleneck.study.runs.SettingDifference;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Runs beside each other; the first is what the others are held against. */
public final class RunsCompared {
  /** Where pages go unless told otherwise. */
  public static final Path DEFAULT_FOLDER = Path.of("results", "comparisons");

  private final List<Side> sides;
  private final List<SettingDifference> differences;
  private final MergedArms arms;
  private final List<Comparison> comparisons;
  private final List<String> refusals = new ArrayList<>();

  private RunsCompared(List<Side> sides) {
    this.sides = sides;
    differences = SettingDifference.of(runs().toArray(RecordedRun[]::new));
    arms = MergedArms.of(runs(), sides.stream().map(Side::label).toList());
    comparisons = compared();
  }

  /**
   * Reads and compares runs.
   *
   * @param folders of two runs at the least
   * @param measure what they are compared by; empty for the headline of each
   * @throws UserError if one cannot be read, is given twice or none has the measure
   */
  public static RunsCompared of(List<Path> folders, Optional<String> measure) {
    if (folders.size() < 2) {
      throw new UserError("it takes two runs to compare: give the folders of both");
    }
    List<RecordedRun> runs = new ArrayList<>();
    for (Path folder : folders) {
      RecordedRun run = RecordedRun.open(folder);
      if (runs.stream().anyMatch(other -> same(other.folder(), run.folder()))) {
        throw new UserError(folder + " is given twice: compare it with another run");
      }
      runs.add(run);
    }
    measure.ifPresent(key -> MeasureOfRuns.require(key, runs));
    List<String> labels = RunLabels.of(runs);
    List<Side> sides = new ArrayList<>();
    for (int i = 0; i < runs.size(); i++) {
      RecordedRun run = runs.get(i);
      Metric metric =
          measure.map(key -> MeasureOfRuns.of(run, key, Optional.empty())).orElse(run.headline());
      sides.add(new Side(run, labels.get(i), metric));
    }
    return new RunsCompared(List.copyOf(sides));
  }

  private static boolean same(Path a, Path b) {
    try {
      return a.toRealPath().equals(b.toRealPath());
    } catch (IOException e) {
      throw new UserError(b + ": cannot be read: " + e.getMessage(), e);
    }
  }

  /** All corrected for each other, as those of one study are. */
  private List<Comparison> compared() {
    StudyResult all = result();
    List<ArmPair> pairs = new ArrayList<>();
    for (int i = 1; i < sides.size(); i++) {
      List<ArmPair> own = arms.pairs(i);
      List<ArmPair> taken = own.stream().filter(pair -> lacking(all, pair).isEmpty()).toList();
      Optional<String> refusal = Refusal.of(sides.get(0), sides.get(i), taken, all);
      refusal.ifPresentOrElse(
          refusals::add,
          () -> {
            pairs.addAll(taken);
            own.stream()
                .flatMap(pair -> lacking(all, pair).stream())
                .filter(reason -> !refusals.contains(reason)) // an arm of the baseline has several
                .forEach(refusals::add);
          });
    }
    return Comparison.of(all, pairs, sides.get(0).metric());
  }

  /** An arm that has a result, but not this measure of it, has not failed. */
  private List<String> lacking(StudyResult all, ArmPair pair) {
    String measure = metric().key();
    return Stream.of(pair.baseline(), pair.arm())
        .filter(arm -> !Side.takes(all, arm, measure))
        .map(arm -> "Not paired: %s has no %s.".formatted(arm.title(), measure))
        .toList();
  }

  List<Side> sides() {
    return sides;
  }

  MergedArms arms() {
    return arms;
  }

  /** What each is called, in the order in which they were given. */
  public List<String> labels() {
    return sides.stream().map(Side::label).toList();
  }

  public List<RecordedRun> runs() {
    return sides.stream().map(Side::run).toList();
  }

  /** What is not the same for all of them. */
  public List<SettingDifference> differences() {
    return differences;
  }

  /** The arms of all, those that are held against each other side by side. */
  public StudyResult result() {
    return arms.result(member -> true);
  }

  /** A run for each measure on each part of the data: one, unless some are compared otherwise. */
  List<Side> kinds() {
    List<Side> kinds = new ArrayList<>();
    for (Side side : sides) {
      if (kinds.stream().noneMatch(side::isLike)) {
        kinds.add(side);
      }
    }
    return kinds;
  }

  /** What the runs like {@code kind} found. */
  StudyResult resultOf(Side kind) {
    return arms.result(member -> sides.get(member.run()).isLike(kind));
  }

  /** What the baseline is compared by, and all that are paired with it. */
  public Metric metric() {
    return sides.get(0).metric();
  }

  /** Arms of runs on the seeds that both have. */
  public List<Comparison> comparisons() {
    return comparisons;
  }

  /** A sentence for each run that could not be paired with the baseline. */
  public List<String> refusals() {
    return List.copyOf(refusals);
  }

  /**
   * Those that a verdict can be given on: whose seeds were fixed beforehand and have all ended, and
   * which are not of quick mode.
   */
  public List<Comparison> judged() {
    boolean any = sides.get(0).isWhole() && !sides.get(0).run().configuration().quick();
    return comparisons.stream().filter(c -> any && sideOf(c.arm()).isWhole()).toList();
  }

  private Side sideOf(Arm merged) {
    return arms.members().stream()
        .filter(member -> member.merged().equals(merged))
        .map(member -> sides.get(member.run()))
        .findFirst()
        .orElseThrow();
  }

  /** The verdicts on {@link #judged()}. */
  public List<Lead> verdicts() {
    return StudyLeads.of(judged());
  }

  /** What a reader must know before any number: a sentence each. */
  public List<String> notes() {
    return ComparisonNotes.of(this);
  }

  /** For the terminal. */
  public String text() {
    return ComparisonTables.text(this);
  }

  /**
   * Writes {@code compare.html} over an earlier one.
   *
   * @param folder where; it is made if it is not there
   * @return the page
   * @throws UserError if it cannot be written
   */
  public Path write(Path folder) {
    return ComparisonPage.write(this, folder);
  }

  /** The same in a new folder below {@link #DEFAULT_FOLDER}, named as runs' are. */
  public Path write() {
    return writeBelow(DEFAULT_FOLDER);
  }

  Path writeBelow(Path comparisons) {
    RunFolder folder =
        RunFolder.create(
            comparisons.toAbsolutePath().getParent(), comparisons.getFileName().toString());
    boolean written = false;
    try {
      Path page = write(folder.path());
      written = true;
      return page;
    } finally {
      if (!written) {
        folder.path().toFile().delete(); // which a folder that holds something withstands
      }
    }
  }
}
