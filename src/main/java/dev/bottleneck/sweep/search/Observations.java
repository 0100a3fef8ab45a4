package dev.bottleneck.sweep.search;

import dev.bottleneck.jobs.JobState;
import dev.bottleneck.runtime.Seeds;
import dev.bottleneck.sweep.trial.Fronts;
import dev.bottleneck.sweep.trial.Objective;
import dev.bottleneck.sweep.trial.Outcome;
import dev.bottleneck.sweep.trial.SecondObjective;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * The trials of a search as they stand, sorted as they become known: the best of thousands, and a
 * sample of those of a kind, are found without going through all.
 */
final class Observations {
  private final Objective objective;
  private final SecondObjective second;
  private final Fronts<Outcome> fronts;
  private final Map<Integer, Outcome> known = new HashMap<>();
  private final Comparator<Outcome> order = this::compare;
  private final NavigableSet<Outcome> ranked =
      new TreeSet<>(order.thenComparingInt(Outcome::number));
  private final Kind ended = new Kind();
  private final Kind pending = new Kind();
  private final Kind failed = new Kind();
  private int complete;

  /** Trials of a kind, by their numbers and in an order of chance that stays. */
  static final class Kind {
    private static final Comparator<Outcome> LATEST =
        Comparator.comparingInt(Outcome::number).reversed();
    private static final Comparator<Outcome> BY_CHANCE =
        Comparator.<Outcome>comparingLong(trial -> Seeds.derive(trial.number(), "sample"))
            .thenComparingInt(Outcome::number);

    private final NavigableSet<Outcome> latest = new TreeSet<>(LATEST);
    private final NavigableSet<Outcome> byChance = new TreeSet<>(BY_CHANCE);

    private void add(Outcome trial) {
      latest.add(trial);
      byChance.add(trial);
    }

    private void remove(Outcome trial) {
      latest.remove(trial);
      byChance.remove(trial);
    }

    int size() {
      return latest.size();
    }

    /** In the order of their numbers. */
    List<Outcome> all() {
      return List.copyOf(latest.descendingSet());
    }

    /**
     * All of the wanted ones if they are few, else the latest and a sample of the others, in the
     * order of their numbers.
     *
     * @param most how many there are to be at the most
     * @param alwaysLatest how many of the latest are among them in any case
     */
    List<Outcome> sample(Predicate<Outcome> wanted, int most, int alwaysLatest) {
      NavigableSet<Outcome> sample = new TreeSet<>(LATEST.reversed());
      latest.stream().filter(wanted).limit(alwaysLatest).forEach(sample::add);
      byChance.stream()
          .filter(wanted)
          .filter(trial -> !sample.contains(trial))
          .limit(most - (long) sample.size())
          .toList()
          .forEach(sample::add);
      return List.copyOf(sample);
    }
  }

  Observations(Objective objective) {
    this(objective, SecondObjective.NONE);
  }

  /**
   * @param second by which the best are told, too, if there is one
   */
  Observations(Objective objective, SecondObjective second) {
    this.objective = objective;
    this.second = second;
    fronts = new Fronts<>(this::cost, this::secondCost);
  }

  /** Takes how a trial stands in place of how it stood before. */
  void put(Outcome trial) {
    Outcome before = known.put(trial.number(), trial);
    if (before != null) {
      kind(before).remove(before);
      ranked.remove(before);
      complete -= before.is(JobState.COMPLETE) ? 1 : 0;
    }
    kind(trial).add(trial);
    if (kind(trial) == ended) {
      ranked.add(trial);
    }
    complete += trial.is(JobState.COMPLETE) ? 1 : 0;
  }

  private Kind kind(Outcome trial) {
    return switch (trial.state()) {
      case FAILED -> failed;
      case RUNNING -> pending;
      default -> ended;
    };
  }

  /**
   * The better first: complete trials by their values, then pruned ones, of which the one that came
   * farthest is the best, and of equals that of the lower loss; all others, which come last, are
   * equal.
   */
  Comparator<Outcome> order() {
    return order;
  }

  private int compare(Outcome a, Outcome b) {
    int order = Integer.compare(rank(a), rank(b));
    if (order == 0 && a.is(JobState.COMPLETE)) {
      return Double.compare(cost(a), cost(b));
    }
    return order == 0 && a.is(JobState.PRUNED) ? comparePruned(a, b) : order;
  }

  private static int rank(Outcome trial) {
    return trial.is(JobState.COMPLETE) ? 0 : trial.is(JobState.PRUNED) ? 1 : 2;
  }

  private static int comparePruned(Outcome a, Outcome b) {
    int order = Integer.compare(b.reached().epoch(), a.reached().epoch());
    return order == 0 ? Double.compare(a.reached().loss(), b.reached().loss()) : order;
  }

  /** The value of a complete trial as something to be made small. */
  double cost(Outcome trial) {
    return objective.cost(trial.value().orElseThrow());
  }

  /** The same of the second objective; one in which it does not count is as bad as can be. */
  private double secondCost(Outcome trial) {
    return trial.second().isPresent()
        ? second.cost(trial.second().getAsDouble())
        : Double.MAX_VALUE;
  }

  /** Those that ended and did not fail. */
  Kind ended() {
    return ended;
  }

  /** Those that have not ended. */
  Kind pending() {
    return pending;
  }

  Kind failed() {
    return failed;
  }

  /** How many are complete. */
  int complete() {
    return complete;
  }

  /** The best of those that ended; with two objectives front by front. */
  List<Outcome> best(int count) {
    if (second.given()) {
      return fronts.best(
          ranked.stream().filter(trial -> trial.is(JobState.COMPLETE)).toList(), count);
    }
    return ranked.stream().limit(count).toList();
  }
}
