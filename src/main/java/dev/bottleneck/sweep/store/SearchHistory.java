package dev.bottleneck.sweep.store;

import dev.bottleneck.jobs.JobState;
import dev.bottleneck.jobs.JobStore;
import dev.bottleneck.jobs.StoreFailure;
import dev.bottleneck.sweep.space.Proposal;
import dev.bottleneck.sweep.trial.Outcome;
import dev.bottleneck.sweep.trial.SecondObjective;
import dev.bottleneck.sweep.trial.Trial.Reached;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Consumer;

/**
 * The trials of a search in the order in which they became known: each when it was proposed, and
 * again whenever it ended or went on. Who asks again hears of what is new alone, since thousands of
 * trials would otherwise be read for each that is proposed.
 */
public final class SearchHistory {
  private static final String MEASURES =
      ", (SELECT result FROM jobs j WHERE j.stage = c.stage AND j.number = c.number) AS result";

  private final JobStore jobs;
  private final SecondObjective second;
  private final List<Proposal> proposals = new ArrayList<>();
  private long told;

  /**
   * @param second what the trials that are told of have beside their value, if there is anything
   */
  SearchHistory(JobStore jobs, SecondObjective second) {
    this.jobs = jobs;
    this.second = second;
  }

  /**
   * Tells {@code learner} of what is new.
   *
   * @return the last change that it has heard of now
   */
  long tellAll(Consumer<Outcome> learner) {
    // Whatever ends after this was read is told the next time.
    long last = jobs.changes().last();
    tell(Integer.MAX_VALUE, last, learner);
    return last;
  }

  /**
   * Tells {@code learner} of what had become known when a trial was proposed.
   *
   * @param trials how many there were before it
   * @param last the last change that was known then
   */
  public void tell(int trials, long last, Consumer<Outcome> learner) {
    List<Outcome> planned =
        jobs.connection()
            .query(
                row -> pending(row.getInt("number"), row.getString("task")),
                "SELECT number, task FROM jobs WHERE stage = 'search' AND number >= ?"
                    + " AND number < ? ORDER BY number",
                proposals.size(),
                trials);
    for (Outcome trial : planned) {
      if (trial.number() != proposals.size()) {
        throw StoreFailure.damaged(
            jobs.place(), "there is no search trial " + proposals.size(), null);
      }
      proposals.add(trial.proposal());
      learner.accept(trial);
    }
    if (last > told) {
      jobs.connection()
          .query(
              this::outcome,
              "SELECT c.*"
                  + (second.metric().isEmpty() ? "" : MEASURES)
                  + " FROM changes c WHERE stage = 'search' AND sequence > ? AND sequence <= ?"
                  + " ORDER BY sequence",
              told,
              last)
          .forEach(learner);
      told = last;
    }
  }

  private static Outcome pending(int number, String task) {
    return Outcome.pending(number, TrialRow.proposal(number, task));
  }

  private Outcome outcome(ResultSet row) throws SQLException {
    long number = row.getLong("number");
    if (number < 0 || number >= proposals.size()) {
      throw new IllegalArgumentException(
          "search trial %d ended before it was planned".formatted(number));
    }
    int trial = (int) number;
    Proposal proposal = proposals.get(trial);
    JobState state = JobState.of(row.getString("state"));
    if (state == JobState.WAITING) {
      return Outcome.pending(trial, proposal);
    }
    double value = row.getDouble("value");
    OptionalDouble known = row.wasNull() ? OptionalDouble.empty() : OptionalDouble.of(value);
    Reached reached = TrialRow.reached(row.getLong("epoch"), row.getDouble("loss"));
    Outcome outcome = new Outcome(trial, proposal, state, known, reached);
    return second.given() && outcome.is(JobState.COMPLETE)
        ? outcome.withSecond(second.of(proposal.parameters(), measures(trial, row)))
        : outcome;
  }

  /** Of a complete trial, which stays as it is. */
  private Map<String, List<Double>> measures(int trial, ResultSet row) throws SQLException {
    return second.metric().isEmpty()
        ? Map.of()
        : TrialRow.measures("search trial " + trial, row.getString("result"));
  }
}
