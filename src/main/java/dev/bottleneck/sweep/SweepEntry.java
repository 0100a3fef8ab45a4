package dev.bottleneck.sweep;

import dev.bottleneck.jobs.Others;
import dev.bottleneck.jobs.StorePlace;
import dev.bottleneck.jobs.Time;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.sweep.SweepOptions.Entry;
import dev.bottleneck.sweep.definition.SweepDefinition;
import dev.bottleneck.sweep.store.TrialStore;
import dev.bottleneck.sweep.trial.Trial.Stage;
import java.io.PrintWriter;
import java.util.Locale;

/** Whether this process may begin a sweep, go on with it or join it, as it was asked to. */
record SweepEntry(SweepDefinition sweep, SweepOptions options, StorePlace place) {
  /**
   * Whether the sweep was begun before.
   *
   * @throws UserError if what was asked for is something else
   */
  boolean isLater() {
    boolean begun = place.exists();
    if (begun && options.entry() == Entry.BEGIN) {
      throw new UserError(
          place
              + ": the sweep was begun already: go on with --resume, work on it together with"
              + " --join, or "
              + place.otherPlace());
    }
    if (!begun && options.entry() == Entry.RESUME) {
      throw new UserError(
          place + ": there is no such store, so nothing to resume: begin without --resume");
    }
    return begun;
  }

  /**
   * Waits until it is known that nobody else is at work on it, unless this process joins them, and
   * tells the store how much is to be done.
   *
   * @param out is told for whom it waits
   * @throws UserError if somebody is, or if there is nothing left of what was asked for
   */
  void enter(TrialStore store, Time time, PrintWriter out) {
    if (!options.joins()) {
      new Others(store.jobs(), time, out).requireNone();
    }
    requireOpen(store);
    store.wanted().put(sweep.extent());
  }

  /** The test part is touched once: by the winner of a search that has ended. */
  private void requireOpen(TrialStore store) {
    int tried = store.trials(Stage.SEARCH).size();
    if (options.asksForMoreThan(tried) && store.searchIsOver()) {
      throw new UserError(
          String.format(
              Locale.ROOT,
              "--trials is %d, but the best of %d trials were already chosen, to race or to be"
                  + " measured on test data: begin another sweep with --out",
              sweep.budget().trials(),
              tried));
    }
  }
}
