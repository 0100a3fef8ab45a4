package dev.bottleneck.sweep.trial;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Things of two costs each, both of which are to be low. One dominates another if it is no higher
 * in either cost and lower in one.
 *
 * @param first the first cost of a thing, finite
 * @param second the second
 */
public record Fronts<T>(ToDoubleFunction<T> first, ToDoubleFunction<T> second) {
  /** What stands beyond the worst of a front, as a share of the front's extent. */
  private static final double MARGIN = 0.1;

  /** Those that no other dominates, by their first cost; of equals all, in their order. */
  public List<T> front(List<T> all) {
    List<T> sorted = new ArrayList<>(all);
    sorted.sort(Comparator.comparingDouble(first).thenComparingDouble(second));
    List<T> front = new ArrayList<>();
    for (T thing : sorted) {
      if (front.isEmpty() || isBelow(thing, front.get(front.size() - 1))) {
        front.add(thing);
      }
    }
    return front;
  }

  /** Of things in the order of their first cost: whether the second cost tells for {@code a}. */
  private boolean isBelow(T a, T last) {
    return at(second, a) < at(second, last)
        || at(first, a) == at(first, last) && at(second, a) == at(second, last);
  }

  private static <T> double at(ToDoubleFunction<T> cost, T thing) {
    return cost.applyAsDouble(thing);
  }

  /**
   * So many of the best: those of the front, then those of the front of what is left, and so on; of
   * the last front those that cover the most area together, found one after the other (Guerreiro,
   * Fonseca and Paquete, "Greedy hypervolume subset selection in low dimensions", Evolutionary
   * Computation 24, 2016).
   */
  public List<T> best(List<T> all, int count) {
    List<T> left = new ArrayList<>(all);
    List<T> best = new ArrayList<>();
    while (best.size() < count && !left.isEmpty()) {
      List<T> front = front(left);
      int room = count - best.size();
      best.addAll(front.size() <= room ? front : covering(front, room));
      left.removeAll(new HashSet<>(front));
    }
    return best;
  }

  private List<T> covering(List<T> front, int count) {
    double[] reference = {beyond(first, front), beyond(second, front)};
    List<T> left = new ArrayList<>(front);
    List<T> chosen = new ArrayList<>();
    while (chosen.size() < count) {
      T most = null;
      double largest = Double.NEGATIVE_INFINITY;
      for (T thing : left) {
        List<T> with = new ArrayList<>(chosen);
        with.add(thing);
        double area = hypervolume(with, reference[0], reference[1]);
        if (area > largest) {
          most = thing;
          largest = area;
        }
      }
      chosen.add(most);
      left.remove(most);
    }
    return chosen;
  }

  private static <T> double beyond(ToDoubleFunction<T> cost, List<T> front) {
    double least = front.stream().mapToDouble(cost).min().orElseThrow();
    double most = front.stream().mapToDouble(cost).max().orElseThrow();
    return most + (most > least ? MARGIN * (most - least) : 1);
  }

  /**
   * The area that is dominated by {@code things} and dominates a point of reference (Zitzler and
   * Thiele, "Multiobjective optimization using evolutionary algorithms", PPSN V, 1998).
   */
  public double hypervolume(List<T> things, double firstReference, double secondReference) {
    double area = 0;
    double below = secondReference;
    for (T thing : front(things)) {
      double width = firstReference - at(first, thing);
      double height = below - at(second, thing);
      if (width > 0 && height > 0) {
        area += width * height;
        below = at(second, thing);
      }
    }
    return area;
  }
}
