package dev.bottleneck.evaluation;

import java.util.Arrays;

/**
 * Barnes and Hut's tree over points in the plane: sums a force from far points cell by cell (van
 * der Maaten, "Accelerating t-SNE using tree-based algorithms", JMLR 15, 2014).
 *
 * <p>A cell stands for its points where its side is less than θ times its distance; θ = 0 is exact.
 * θ must be below 0.7, or a point could be pushed by a cell that holds itself.
 */
final class QuadTree {
  // Below this depth a cell's points are taken for one: its side is 1e-12 of the whole.
  private static final int DEEPEST = 40;
  private static final int NONE = -1;

  private int[] children = new int[4 * 64];
  private double[] mass = new double[64];
  private double[] sumX = new double[64];
  private double[] sumY = new double[64];
  private int cells;
  private final double side;
  private final double[] sides = new double[DEEPEST + 1];
  private final int[] stack = new int[4 * (DEEPEST + 2)];
  private final int[] depths = new int[4 * (DEEPEST + 2)];

  /**
   * @param x {@code [n]}
   * @param y {@code [n]}
   */
  QuadTree(double[] x, double[] y) {
    double left = Arrays.stream(x).min().orElse(0);
    double bottom = Arrays.stream(y).min().orElse(0);
    double width = Arrays.stream(x).max().orElse(0) - left;
    side = Math.max(width, Arrays.stream(y).max().orElse(0) - bottom) * (1 + 1e-9) + 1e-300;
    for (int d = 0; d <= DEEPEST; d++) {
      sides[d] = side / (1L << d);
    }
    cell();
    for (int i = 0; i < x.length; i++) {
      insert(x[i], y[i], left, bottom);
    }
  }

  private void insert(double x, double y, double left, double bottom) {
    int at = 0;
    for (int depth = 0; ; depth++) {
      boolean leaf = children[4 * at] == NONE;
      boolean held = mass[at] > 0;
      double heldX = sumX[at] / mass[at];
      double heldY = sumY[at] / mass[at];
      boolean same = held && heldX == x && heldY == y;
      if (leaf && held && !same && depth < DEEPEST) {
        split(at, heldX, heldY, left, bottom, depth);
        leaf = false;
      }
      mass[at]++;
      sumX[at] += x;
      sumY[at] += y;
      if (leaf) {
        return;
      }
      double half = sides[depth] / 2;
      boolean right = x >= left + half;
      boolean upper = y >= bottom + half;
      left += right ? half : 0;
      bottom += upper ? half : 0;
      at = children[4 * at + (right ? 1 : 0) + (upper ? 2 : 0)];
    }
  }

  /** Hands what a leaf holds, points at one place, to one of its four new children. */
  private void split(int at, double x, double y, double left, double bottom, int depth) {
    for (int q = 0; q < 4; q++) {
      int child = cell();
      children[4 * at + q] = child;
    }
    double half = sides[depth] / 2;
    int child = children[4 * at + (x >= left + half ? 1 : 0) + (y >= bottom + half ? 2 : 0)];
    mass[child] = mass[at];
    sumX[child] = sumX[at];
    sumY[child] = sumY[at];
  }

  private int cell() {
    if (cells == mass.length) {
      children = Arrays.copyOf(children, 8 * cells);
      mass = Arrays.copyOf(mass, 2 * cells);
      sumX = Arrays.copyOf(sumX, 2 * cells);
      sumY = Arrays.copyOf(sumY, 2 * cells);
    }
    Arrays.fill(children, 4 * cells, 4 * cells + 4, NONE);
    return cells++;
  }

  /**
   * Sums q = 1/(1 + d²) and q² (point − other) over all points, itself with q = 1 and no force.
   *
   * @param force takes the two sums of q² (point − other); overwritten
   * @return the sum of q
   */
  double repulsion(double x, double y, double theta, double[] force) {
    double total = 0;
    double forceX = 0;
    double forceY = 0;
    int top = 0;
    stack[top] = 0;
    depths[top++] = 0;
    while (top > 0) {
      int at = stack[--top];
      int depth = depths[top];
      double m = mass[at];
      if (m == 0) {
        continue;
      }
      double dx = x - sumX[at] / m;
      double dy = y - sumY[at] / m;
      double squared = dx * dx + dy * dy;
      double reach = sides[depth] * sides[depth];
      if (children[4 * at] == NONE || reach < theta * theta * squared) {
        double q = 1 / (1 + squared);
        total += m * q;
        forceX += m * q * q * dx;
        forceY += m * q * q * dy;
      } else {
        for (int c = 0; c < 4; c++) {
          stack[top] = children[4 * at + c];
          depths[top++] = depth + 1;
        }
      }
    }
    force[0] = forceX;
    force[1] = forceY;
    return total;
  }
}
