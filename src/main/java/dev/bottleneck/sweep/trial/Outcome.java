package dev.bottleneck.sweep.trial;

import dev.bottleneck.jobs.JobState;
import dev.bottleneck.sweep.space.Proposal;
import dev.bottleneck.sweep.trial.Trial.Reached;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What is known of a trial's setting, as a search hears of it.
 *
 * @param number of the trial
 * @param state how it ended; running as long as it has not, whoever has it
 * @param value of a complete one
 * @param second the second objective of a complete one, where a sweep has one
 * @param reached how far it came; nothing as long as it has not ended
 */
public record Outcome(
    int number,
    Proposal proposal,
    JobState state,
    OptionalDouble value,
    OptionalDouble second,
    Reached reached) {
  public Outcome {
    boolean isComplete = state == JobState.COMPLETE;
    if (state == JobState.WAITING || value.isPresent() != isComplete) {
      throw new IllegalArgumentException(
          "search trial %d is %s and has %s value"
              .formatted(number, state, value.isPresent() ? "a" : "no"));
    }
  }

  /** One without a second objective. */
  public Outcome(
      int number, Proposal proposal, JobState state, OptionalDouble value, Reached reached) {
    this(number, proposal, state, value, OptionalDouble.empty(), reached);
  }

  /** The same with its second objective. */
  public Outcome withSecond(OptionalDouble its) {
    return new Outcome(number, proposal, state, value, its, reached);
  }

  /** A trial that has not ended. */
  public static Outcome pending(int number, Proposal proposal) {
    return new Outcome(number, proposal, JobState.RUNNING, OptionalDouble.empty(), Reached.NOTHING);
  }

  /** A complete trial. */
  public static Outcome complete(int number, Proposal proposal, double value) {
    return new Outcome(
        number, proposal, JobState.COMPLETE, OptionalDouble.of(value), Reached.NOTHING);
  }

  /** One that failed. */
  public static Outcome failed(int number, Proposal proposal) {
    return new Outcome(number, proposal, JobState.FAILED, OptionalDouble.empty(), Reached.NOTHING);
  }

  /** One that was given up. */
  public static Outcome pruned(int number, Proposal proposal, Reached reached) {
    return new Outcome(number, proposal, JobState.PRUNED, OptionalDouble.empty(), reached);
  }

  public boolean is(JobState wanted) {
    return state == wanted;
  }

  public Map<String, String> parameters() {
    return proposal.parameters();
  }
}
