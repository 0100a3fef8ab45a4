package dev.bottleneck.sweep.pruning;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The losses of the trials that have come to a rung, of which the lowest share is kept apart, so
 * that one more costs as much as the logarithm of their number.
 */
final class Rung {
  /** What a trial gave at the rung. */
  record Place(int number, double loss) {
    static final Comparator<Place> ORDER =
        Comparator.comparingDouble(Place::loss).thenComparingInt(Place::number);
  }

  private final int reduction;
  private final Map<Integer, Place> places = new HashMap<>();
  private final NavigableSet<Place> best = new TreeSet<>(Place.ORDER);
  private final NavigableSet<Place> rest = new TreeSet<>(Place.ORDER);

  /**
   * @param reduction η: one in so many is among the best, at least one
   */
  Rung(int reduction) {
    this.reduction = reduction;
  }

  /** A trial has given {@code loss}; what it gave before does not count any more. */
  void put(int number, double loss) {
    Place before = places.remove(number);
    if (before != null && !best.remove(before)) {
      rest.remove(before);
    }
    Place now = new Place(number, loss);
    places.put(number, now);
    boolean isLow = !best.isEmpty() && Place.ORDER.compare(now, best.last()) < 0;
    (isLow ? best : rest).add(now);
    while (best.size() > share()) {
      rest.add(best.pollLast());
    }
    while (best.size() < share()) {
      best.add(rest.pollFirst());
    }
  }

  int size() {
    return places.size();
  }

  /** How many of them go on. */
  int share() {
    return Math.max(1, places.size() / reduction);
  }

  /** Whether a trial that gave {@code loss} goes on: of equals all do. */
  boolean isAmongTheBest(double loss) {
    return loss <= best.last().loss();
  }

  /** Empty if the trial has not come here. */
  Optional<Place> of(int number) {
    return Optional.ofNullable(places.get(number));
  }
}
