package dev.bottleneck.bench;

import dev.bottleneck.sweep.definition.SearchOptions;
import dev.bottleneck.sweep.definition.SweepDefinition;
import dev.bottleneck.sweep.search.Search;
import dev.bottleneck.sweep.space.Proposal;
import dev.bottleneck.sweep.trial.Outcome;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalDouble;

/**
 * A search of ours on a table: sweeps of different seeds, whose trials take no time.
 *
 * <p>With workers side by side a trial ends when so many others have been begun after it.
 */
final class SearchOnTable {
  private final ResultTable table;
  private final int trials;
  private final int workers;

  SearchOnTable(ResultTable table, int trials, int workers) {
    this.table = table;
    this.trials = trials;
    this.workers = workers;
  }

  /** The least cost after each trial; infinite as long as all failed. */
  double[] run(SearchOptions options, long seed) {
    SweepDefinition sweep = table.sweep();
    Search search = Search.of(options, sweep.space(), sweep.objective(), seed);
    Deque<Outcome> running = new ArrayDeque<>();
    double[] least = new double[trials];
    double so = Double.POSITIVE_INFINITY;
    int ended = 0;
    for (int number = 0; ended < trials; number++) {
      if (number < trials) {
        Proposal proposal = search.propose(number).orElseThrow();
        running.add(Outcome.pending(number, proposal));
        search.learn(running.getLast());
      }
      if (running.size() == workers || number >= trials) {
        Outcome trial = running.remove();
        OptionalDouble cost = table.cost(trial.parameters());
        so = Math.min(so, cost.orElse(Double.POSITIVE_INFINITY));
        least[ended++] = so;
        search.learn(ended(trial, cost));
      }
    }
    return least;
  }

  private Outcome ended(Outcome trial, OptionalDouble cost) {
    return cost.isPresent()
        ? Outcome.complete(
            trial.number(), trial.proposal(), table.sweep().objective().cost(cost.getAsDouble()))
        : Outcome.failed(trial.number(), trial.proposal());
  }
}
