package dev.bottleneck.evaluation;

import dev.bottleneck.runtime.Interrupted;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * Minimises a smooth function, or finds a low point of one that is not convex, with BFGS (Nocedal
 * and Wright, Numerical Optimization, 2006, algorithm 7.5), with a bisection line search for the
 * weak Wolfe conditions (Lewis and Overton, Mathematical Programming 141, 2013, algorithm 2.6). A
 * preconditioner may take the place of the multiple of the identity that the recursion begins with.
 *
 * @param x where it ended
 * @param gradient largest absolute component of the gradient there
 * @param iterations it took
 * @param converged whether {@code gradient} came within the tolerance
 */
public record Lbfgs(double[] x, double gradient, int iterations, boolean converged) {
  /** Pairs cost little beside a pass over the examples, and spare some. */
  private static final int MEMORY = 40;

  private static final double DECREASE = 1e-4;
  private static final double CURVATURE = 0.9;
  private static final int MOST_BISECTIONS = 40;

  /** The identity, which knows nothing of the objective. */
  public static final Preconditioner NONE = v -> v;

  /** A function of many variables. */
  public interface Objective {
    /** The value at {@code x}; puts the gradient there into {@code gradient}. */
    double value(double[] x, double[] gradient);
  }

  /** Something like the inverse of the objective's Hessian, positive definite. */
  @FunctionalInterface
  public interface Preconditioner {
    /** The product with {@code v}, which may be overwritten and returned. */
    double[] apply(double[] v);
  }

  private record Point(double[] x, double value, double[] gradient) {
    static Point of(Objective objective, double[] x) {
      double[] gradient = new double[x.length];
      double value = objective.value(x, gradient);
      return new Point(x, value, gradient);
    }
  }

  /**
   * A step s, the change y of the gradient along it, and their product.
   *
   * @param scale sᵀy / yᵀPy with the preconditioner P: how much too large P is along the step
   */
  private record Pair(double[] s, double[] y, double product, double scale) {
    static Pair of(double[] s, double[] y, Preconditioner preconditioner) {
      double product = dot(s, y);
      return new Pair(s, y, product, product / dot(y, preconditioner.apply(y.clone())));
    }
  }

  /** The same without a preconditioner. */
  public static Lbfgs minimise(
      Objective objective, double[] start, double tolerance, int iterations) {
    return minimise(objective, start, tolerance, iterations, NONE);
  }

  /**
   * Minimises until no component of the gradient exceeds {@code tolerance}, or for so many
   * iterations.
   *
   * @param preconditioner a multiple of which the recursion begins with
   */
  public static Lbfgs minimise(
      Objective objective,
      double[] start,
      double tolerance,
      int iterations,
      Preconditioner preconditioner) {
    Deque<Pair> pairs = new ArrayDeque<>();
    Point here = Point.of(objective, start.clone());
    for (int i = 0; i < iterations; i++) {
      Interrupted.check();
      if (largest(here.gradient) <= tolerance) {
        return new Lbfgs(here.x, largest(here.gradient), i, true);
      }
      Point next =
          search(
              objective,
              here,
              direction(here.gradient, pairs, preconditioner),
              pairs.isEmpty() && preconditioner == NONE);
      double[] s = sum(next.x, -1, here.x);
      double[] y = sum(next.gradient, -1, here.gradient);
      if (!(dot(s, y) > 0)) {
        // Rounding is all that is left of the function's decrease.
        return new Lbfgs(here.x, largest(here.gradient), i, false);
      }
      pairs.addFirst(Pair.of(s, y, preconditioner));
      if (pairs.size() > MEMORY) {
        pairs.removeLast();
      }
      here = next;
    }
    double gradient = largest(here.gradient);
    return new Lbfgs(here.x, gradient, iterations, gradient <= tolerance);
  }

  /** The two-loop recursion: minus the approximate inverse Hessian times the gradient. */
  private static double[] direction(
      double[] gradient, Deque<Pair> pairs, Preconditioner preconditioner) {
    double[] q = sum(new double[gradient.length], -1, gradient);
    double[] alpha = new double[pairs.size()];
    int i = 0;
    for (Pair pair : pairs) {
      alpha[i] = dot(pair.s, q) / pair.product;
      add(q, -alpha[i++], pair.y);
    }
    q = preconditioner.apply(q);
    if (!pairs.isEmpty()) {
      double scale = pairs.peekFirst().scale;
      for (int j = 0; j < q.length; j++) {
        q[j] *= scale;
      }
    }
    for (Iterator<Pair> oldestFirst = pairs.descendingIterator(); oldestFirst.hasNext(); ) {
      Pair pair = oldestFirst.next();
      add(q, alpha[--i] - dot(pair.y, q) / pair.product, pair.s);
    }
    return q;
  }

  private static Point search(Objective objective, Point from, double[] way, boolean first) {
    double slope = dot(from.gradient, way);
    double low = 0;
    double high = Double.POSITIVE_INFINITY;
    double step = first ? Math.min(1, 1 / Math.sqrt(-slope)) : 1;
    Point point = from;
    for (int i = 0; i < MOST_BISECTIONS; i++) {
      point = Point.of(objective, sum(from.x, step, way));
      if (!(point.value <= from.value + DECREASE * step * slope)) {
        high = step;
      } else if (dot(point.gradient, way) < CURVATURE * slope) {
        low = step;
      } else {
        return point;
      }
      step = high == Double.POSITIVE_INFINITY ? 2 * low : (low + high) / 2;
    }
    return from;
  }

  private static double largest(double[] v) {
    double largest = 0;
    for (double value : v) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static void add(double[] a, double factor, double[] b) {
    for (int i = 0; i < a.length; i++) {
      a[i] += factor * b[i];
    }
  }

  private static double[] sum(double[] a, double factor, double[] b) {
    double[] sum = a.clone();
    add(sum, factor, b);
    return sum;
  }
}
