package dev.bottleneck.study.result;

import dev.bottleneck.evaluation.Metric;
import dev.bottleneck.evaluation.Summary;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** The jobs of a study that have ended so far, and what they say together. */
public final class StudyResult {
  private final List<Arm> arms;
  private final List<FinishedJob> jobs = new ArrayList<>();

  public StudyResult(List<Arm> arms) {
    this.arms = List.copyOf(arms);
  }

  /**
   * Jobs finish in any order; they are kept in that of seed and arm, so that files are equal. One
   * that was done again takes the place of what it was.
   */
  public void add(FinishedJob job) {
    jobs.removeIf(old -> old.seed() == job.seed() && old.arm().equals(job.arm()));
    jobs.add(job);
    jobs.sort(
        Comparator.comparingLong(FinishedJob::seed).thenComparing(j -> arms.indexOf(j.arm())));
  }

  /** The same of some of the seeds alone. */
  public StudyResult on(List<Long> seeds) {
    StudyResult part = new StudyResult(arms);
    Set<Long> wanted = new HashSet<>(seeds);
    jobs.stream().filter(job -> wanted.contains(job.seed())).forEach(part.jobs::add);
    return part;
  }

  public List<FinishedJob> jobs() {
    return List.copyOf(jobs);
  }

  public List<Arm> arms() {
    return arms;
  }

  /** A line for each job that failed. */
  public List<String> failures() {
    return jobs.stream()
        .filter(job -> job.failure().isPresent())
        .map(
            job ->
                "%s, seed %d: %s"
                    .formatted(job.arm().title(), job.seed(), job.failure().orElseThrow()))
        .toList();
  }

  /** A line for each measure that could not be taken, and on how many networks. */
  public List<String> leftOut() {
    Map<String, Integer> reasons = new LinkedHashMap<>();
    jobs.stream()
        .flatMap(job -> job.result().stream())
        .flatMap(result -> result.leftOut().stream())
        .forEach(reason -> reasons.merge(reason, 1, Integer::sum));
    return reasons.entrySet().stream()
        .map(
            reason ->
                String.format(
                    Locale.ROOT,
                    "%s (%d of %d networks)",
                    reason.getKey(),
                    reason.getValue(),
                    jobs.size()))
        .toList();
  }

  /** The seeds on which {@code arm} has a result, in order. */
  public List<Long> seeds(Arm arm) {
    return succeeded(arm).map(FinishedJob::seed).toList();
  }

  /** A measure of {@code arm} on each of {@code seeds}; none where the arm does not have it. */
  public double[] values(Arm arm, String measure, List<Long> seeds) {
    Set<Long> wanted = new HashSet<>(seeds);
    return succeeded(arm)
        .filter(job -> wanted.contains(job.seed()))
        .map(job -> job.result().orElseThrow().measures().get(measure))
        .filter(Objects::nonNull)
        .mapToDouble(Double::doubleValue)
        .toArray();
  }

  /** A measure of {@code arm} on every seed that has it. */
  public double[] values(Arm arm, String measure) {
    return values(arm, measure, seeds(arm));
  }

  /** Names of the measures that {@code arm} has. */
  public List<String> measures(Arm arm) {
    return succeeded(arm)
        .findFirst()
        .map(job -> List.copyOf(job.result().orElseThrow().measures().keySet()))
        .orElse(List.of());
  }

  /**
   * A measure of {@code arm} on each of {@code seeds}; NaN where the run failed or does not have
   * it.
   */
  public double[] valuesOrNaN(Arm arm, String measure, List<Long> seeds) {
    return seeds.stream()
        .mapToDouble(
            seed ->
                result(arm, seed).map(result -> result.measures().get(measure)).orElse(Double.NaN))
        .toArray();
  }

  /** Over the seeds that succeeded; empty if there is none. */
  public Optional<Summary> summary(Arm arm, String measure) {
    double[] values = values(arm, measure);
    Metric.Bounds bounds = Metric.Bounds.of(measure);
    return values.length == 0
        ? Optional.empty()
        : Optional.of(Summary.of(values).within(bounds.least(), bounds.most()));
  }

  /** The seeds on which both have ended, with a result or without. */
  public List<Long> endedSeeds(Arm a, Arm b) {
    Set<Long> common = new LinkedHashSet<>(endedSeeds(a));
    common.retainAll(endedSeeds(b));
    return List.copyOf(common);
  }

  /** The seeds on which {@code arm} has ended, with a result or without. */
  public List<Long> endedSeeds(Arm arm) {
    return jobs.stream().filter(job -> job.arm().equals(arm)).map(FinishedJob::seed).toList();
  }

  /** Which examples {@code arm} got right on each of {@code seeds}, as far as that is known. */
  public List<boolean[]> correct(Arm arm, List<Long> seeds) {
    return seeds.stream()
        .flatMap(seed -> result(arm, seed).flatMap(JobResult::correct).stream())
        .toList();
  }

  /** The result of {@code arm} on {@code seed}, if it succeeded. */
  public Optional<JobResult> result(Arm arm, long seed) {
    return succeeded(arm)
        .filter(job -> job.seed() == seed)
        .map(job -> job.result().orElseThrow())
        .findFirst();
  }

  private java.util.stream.Stream<FinishedJob> succeeded(Arm arm) {
    return jobs.stream().filter(job -> job.arm().equals(arm) && job.result().isPresent());
  }
}
