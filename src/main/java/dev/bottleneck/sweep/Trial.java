package dev.bottleneck.sweep;

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
 * @param heartbeat when that worker was last heard of, in milliseconds since 1970
 * @param attempts how often it was begun
 * @param seconds of its last attempt
 */
record Trial(
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
    int attempts,
    double seconds) {
  /** What a trial is for. */
  enum Stage {
    /** Searching, on validation data. */
    SEARCH,
    /** One seed of the winner, on test data. */
    FINAL;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  Map<String, String> parameters() {
    return proposal.parameters();
  }

  boolean is(TrialState wanted) {
    return state == wanted;
  }

  /** Such as "code=32, sparsityWeight=0.01". */
  String parametersText() {
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
