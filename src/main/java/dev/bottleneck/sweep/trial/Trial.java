package dev.bottleneck.sweep.trial;

import dev.bottleneck.jobs.JobState;
import dev.bottleneck.jobs.StoredJob;
import dev.bottleneck.sweep.space.Proposal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * One setting trained and measured, as the store has it.
 *
 * @param job how it stands and who has it; its value is the mean of the objective's measure over
 *     the seeds
 * @param measures of an ended trial: each measure's values, one a seed
 * @param reached how far its first seed came
 */
public record Trial(
    StoredJob job, Proposal proposal, Map<String, List<Double>> measures, Reached reached) {
  /**
   * How far a training came.
   *
   * @param epoch the last that gave a validation loss; 0 if none did
   * @param loss that loss
   */
  public record Reached(int epoch, double loss) {
    public static final Reached NOTHING = new Reached(0, Double.POSITIVE_INFINITY);
  }

  /** What a trial is for. */
  public enum Stage {
    /** Searching, on validation data. */
    SEARCH,
    /** One seed of one of the best settings, on validation data, to tell them apart. */
    RACE,
    /** One seed of the winner, on test data. */
    FINAL;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** That of {@code job}. */
    public static Stage of(StoredJob job) {
      return valueOf(job.stage().toUpperCase(Locale.ROOT));
    }
  }

  public Stage stage() {
    return Stage.of(job);
  }

  /** From 0 within its stage. */
  public int number() {
    return job.number();
  }

  public JobState state() {
    return job.state();
  }

  public boolean is(JobState wanted) {
    return job.is(wanted);
  }

  /** Of a complete trial: the mean of the objective's measure over the seeds. */
  public OptionalDouble value() {
    return job.value();
  }

  /** Of a failed one, in a line; of a pruned one, why. */
  public Optional<String> error() {
    return job.error();
  }

  public long firstSeed() {
    return job.seed();
  }

  /** Of its last attempt. */
  public double seconds() {
    return job.seconds();
  }

  public Map<String, String> parameters() {
    return proposal.parameters();
  }

  /** Such as "code=32, sparsityWeight=0.01". */
  public String parametersText() {
    return text(parameters());
  }

  /** The same of any setting. */
  public static String text(Map<String, String> parameters) {
    return parameters.entrySet().stream()
        .map(entry -> entry.getKey() + "=" + entry.getValue())
        .collect(Collectors.joining(", "));
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%s trial %d (%s)", job.stage(), number(), parametersText());
  }
}
