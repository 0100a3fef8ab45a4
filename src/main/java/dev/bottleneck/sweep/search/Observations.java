package dev.bottleneck.sweep.search;

import dev.bottleneck.jobs.JobState;
import dev.bottleneck.sweep.trial.Objective;
import dev.bottleneck.sweep.trial.Outcome;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * The trials of a search as they stand, sorted as they become known: the best of thousands, and the
 * latest of each kind, are found without going through all.
 */
final class Observations {
  private static final Comparator<Outcome> LATEST =
      Comparator.comparingInt(Outcome::number).reversed();

  private final Objective objective;
  private final Map<Integer, Outcome> known = new HashMap<>();
  private final NavigableSet<Outcome> ranked = new TreeSet<>(this::compare);
  private final NavigableSet<Outcome> unfailed = new TreeSet<>(LATEST);
  private final NavigableSet<Outcome> failed = new TreeSet<>(LATEST);
  private int complete;

  Observations(Objective objective) {
    this.objective = objective;
  }

  /** Takes how a trial stands in place of how it stood before. */
  void put(Outcome trial) {
    Outcome before = known.put(trial.number(), trial);
    if (before != null) {
      kinds(before).forEach(kind -> kind.remove(before));
      complete -= before.is(JobState.COMPLETE) ? 1 : 0;
    }
    kinds(trial).forEach(kind -> kind.add(trial));
    complete += trial.is(JobState.COMPLETE) ? 1 : 0;
  }

  private List<NavigableSet<Outcome>> kinds(Outcome trial) {
    return switch (trial.state()) {
      case FAILED -> List.of(failed);
      case RUNNING -> List.of(unfailed);
      default -> List.of(unfailed, ranked);
    };
  }

  /**
   * The better first: complete trials by their values, then pruned ones, of which the one that came
   * farthest is the best, and of equals that of the lower loss; else the earlier trial.
   */
  private int compare(Outcome a, Outcome b) {
    int order = Boolean.compare(a.is(JobState.PRUNED), b.is(JobState.PRUNED));
    if (order == 0) {
      order = a.is(JobState.PRUNED) ? comparePruned(a, b) : Double.compare(cost(a), cost(b));
    }
    return order == 0 ? Integer.compare(a.number(), b.number()) : order;
  }

  private static int comparePruned(Outcome a, Outcome b) {
    int order = Integer.compare(b.reached().epoch(), a.reached().epoch());
    return order == 0 ? Double.compare(a.reached().loss(), b.reached().loss()) : order;
  }

  private double cost(Outcome trial) {
    return objective.cost(trial.value().orElseThrow());
  }

  /** How many trials ended and did not fail. */
  int ended() {
    return ranked.size();
  }

  /** How many of them were complete. */
  int complete() {
    return complete;
  }

  /** How many trials failed. */
  int failures() {
    return failed.size();
  }

  /** The best of those that ended. */
  List<Outcome> best(int count) {
    return ranked.stream().limit(count).toList();
  }

  /** The latest of those that ended or still run, without {@code but}, the earliest first. */
  List<Outcome> latestBut(List<Outcome> but, int most) {
    Set<Outcome> without = new HashSet<>(but);
    return reversed(unfailed.stream().filter(t -> !without.contains(t)).limit(most).toList());
  }

  /** The latest of those that ended, the earliest first. */
  List<Outcome> latestEnded(int most) {
    return reversed(unfailed.stream().filter(t -> !t.is(JobState.RUNNING)).limit(most).toList());
  }

  /** The latest of those that failed, the earliest first. */
  List<Outcome> latestFailed(int most) {
    return reversed(failed.stream().limit(most).toList());
  }

  private static List<Outcome> reversed(List<Outcome> latestFirst) {
    List<Outcome> list = new ArrayList<>(latestFirst);
    Collections.reverse(list);
    return list;
  }
}
