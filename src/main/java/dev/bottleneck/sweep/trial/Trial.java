package dev.bottleneck.sweep.trial;

import dev.bottleneck.sweep.space.Proposal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One setting trained and measured, as the store has it.
 *
 * @param number from 0 within its stage
 * @param measures of an ended trial: each measure's values, one a seed
 * @param value of a complete trial: the mean of the objective's measure over the seeds
 * @param error of a failed one, in a line; of a pruned one, why
 * @param worker who has it or had it last
 * @param heartbeat greater at each of that worker's heartbeats: milliseconds since 1970, where its
 *     clock was not set back
 * @param deadAfter for how many milliseconds that worker may be silent before it counts as dead
 * @param attempts how often it was begun
 * @param deaths how many of its workers died at it, since it was last retried
 * @param seconds of its last attempt
 * @param reached how far its first seed came
 */
public record Trial(
    Stage stage,
    int number,
    TrialState state,
    Proposal proposal,
    long firstSeed,
    Map<String, List<Double>> measures,
    OptionalDouble value,
    Optional<String> error,
    Optional<WorkerId> worker,
    long heartbeat,
    long deadAfter,
    int attempts,
    int deaths,
    double seconds,
    Reached reached) {
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
    /** One seed of the winner, on test data. */
    FINAL;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public Map<String, String> parameters() {
    return proposal.parameters();
  }

  public boolean is(TrialState wanted) {
    return state == wanted;
  }

  /** Such as "code=32, sparsityWeight=0.01". */
  public String parametersText() {
    StringBuilder text = new StringBuilder();
    parameters()
        .forEach((name, v) -> text.append(text.isEmpty() ? "" : ", ").append(name + "=" + v));
    return text.toString();
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%s trial %d (%s)", stage, number, parametersText());
  }
}
