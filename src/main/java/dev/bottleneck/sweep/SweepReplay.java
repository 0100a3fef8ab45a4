package dev.bottleneck.sweep;

import dev.bottleneck.jobs.StorePlace;
import dev.bottleneck.runtime.Printable;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.study.RunFailed;
import dev.bottleneck.sweep.definition.ShippedSweeps;
import dev.bottleneck.sweep.definition.SweepDefinition;
import dev.bottleneck.sweep.search.Search;
import dev.bottleneck.sweep.space.Proposal;
import dev.bottleneck.sweep.store.SearchHistory;
import dev.bottleneck.sweep.store.TrialStore;
import dev.bottleneck.sweep.trial.Trial;
import dev.bottleneck.sweep.trial.Trial.Stage;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Computes every proposal of a sweep anew from what it had seen, however many workers there were,
 * and compares them with those in the store.
 */
public final class SweepReplay {
  private static final int MOST_SHOWN = 5;

  private final SweepDefinition sweep;
  private final Path folder;
  private final StorePlace place;
  private final PrintWriter out;

  /**
   * @param nameOrFile a shipped sweep's name, or the path of a YAML file
   * @param options the assignments that it was begun with, and where it lies
   * @param out takes what was found
   * @throws UserError naming what cannot be right
   */
  public SweepReplay(String nameOrFile, SweepOptions options, PrintWriter out) {
    this.sweep = options.applyTo(ShippedSweeps.open(nameOrFile, options.assignments()));
    this.folder = options.folder(sweep);
    this.place = options.place(sweep);
    this.out = out;
  }

  /**
   * Computes and compares; changes nothing.
   *
   * @throws UserError if there is no store, or another sweep's
   * @throws RunFailed if a proposal is another one now
   */
  public void run() {
    try (TrialStore store = TrialStore.read(place)) {
      requireSame(store);
      store.requireIntact(sweep.space());
      List<Trial> trials = store.trials(Stage.SEARCH);
      List<Long> seen = store.seen();
      SearchHistory history = store.history(sweep.second());
      Search search = Search.of(sweep);
      List<String> different = new ArrayList<>();
      for (Trial trial : trials) {
        history.tell(trial.number(), seen.get(trial.number()), search::learn);
        Optional<Proposal> anew = search.propose(trial.number());
        if (!anew.equals(Optional.of(trial.proposal()))) {
          different.add(difference(trial, anew));
        }
      }
      conclude(trials.size(), different);
    }
  }

  /** The data are not looked at: a proposal follows from the results that the store has. */
  private void requireSame(TrialStore store) {
    Map<String, String> stored = new TreeMap<>(store.identity());
    stored.keySet().removeIf(key -> key.startsWith(SweepIdentity.CONTENT));
    SweepIdentity.requireSame(store.place(), stored, sweep.identity(), sweep);
  }

  private static String difference(Trial trial, Optional<Proposal> anew) {
    return String.format(
        Locale.ROOT,
        "trial %d: %s in the store, %s anew",
        trial.number(),
        Printable.line(trial.parametersText()),
        anew.map(proposal -> Trial.text(proposal.parameters())).orElse("nothing"));
  }

  private void conclude(int trials, List<String> different) {
    if (different.isEmpty()) {
      out.printf(
          Locale.ROOT,
          "%,d proposals (%s) computed anew, each from what it had seen: all are the same.%n",
          trials,
          sweep.search().kind());
      out.flush();
      return;
    }
    different.stream().limit(MOST_SHOWN).forEach(out::println);
    if (different.size() > MOST_SHOWN) {
      out.printf(Locale.ROOT, "and %,d more%n", different.size() - MOST_SHOWN);
    }
    out.flush();
    throw new RunFailed(
        String.format(
            Locale.ROOT,
            "%s: %d of %d proposals are others when they are computed anew: another version of"
                + " Bottleneck made them, or another processor or Java, whose logarithms differ in"
                + " the last bit, or the store was changed",
            place,
            different.size(),
            trials),
        folder);
  }
}
