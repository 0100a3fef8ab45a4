package dev.bottleneck.evaluation;

/**
 * A symmetric positive definite matrix as UᵀU with an upper triangle U, row by row: libraries go
 * down columns, or take four rows' memory for each, and are several times as long about it.
 */
public final class Cholesky {
  /** Rows that are finished before they are taken from those below, while they are in the cache. */
  private static final int BLOCK = 48;

  private Cholesky() {}

  /** Replaces the upper triangle of {@code matrix}, {@code [n, n]}, by U; the lower is left. */
  public static void decompose(double[][] matrix) {
    int n = matrix.length;
    for (int from = 0; from < n; from += BLOCK) {
      int to = Math.min(n, from + BLOCK);
      for (int i = from; i < to; i++) {
        double[] row = matrix[i];
        double inverse = 1 / Math.sqrt(row[i]);
        for (int j = i; j < n; j++) {
          row[j] *= inverse;
        }
        for (int below = i + 1; below < to; below++) {
          subtract(matrix[below], row, row[below], below);
        }
      }
      for (int below = to; below < n; below++) {
        subtractAll(matrix, from, to, below);
      }
    }
  }

  /** Takes the rows of a block from the row {@code below}, four at a time. */
  private static void subtractAll(double[][] matrix, int from, int to, int below) {
    double[] row = matrix[below];
    int i = from;
    for (; i + 3 < to; i += 4) {
      double[] a = matrix[i];
      double[] b = matrix[i + 1];
      double[] c = matrix[i + 2];
      double[] d = matrix[i + 3];
      double timesA = a[below];
      double timesB = b[below];
      double timesC = c[below];
      double timesD = d[below];
      for (int j = below; j < row.length; j++) {
        row[j] -= timesA * a[j] + timesB * b[j] + timesC * c[j] + timesD * d[j];
      }
    }
    for (; i < to; i++) {
      subtract(row, matrix[i], matrix[i][below], below);
    }
  }

  private static void subtract(double[] from, double[] row, double factor, int first) {
    for (int j = first; j < from.length; j++) {
      from[j] -= factor * row[j];
    }
  }

  /**
   * Solves UᵀU x = b.
   *
   * @param upper U
   * @param b replaced by x
   */
  public static void solve(double[][] upper, double[] b) {
    solveTransposed(upper, b);
    for (int i = b.length - 1; i >= 0; i--) {
      double[] row = upper[i];
      double sum = b[i];
      for (int j = i + 1; j < b.length; j++) {
        sum -= row[j] * b[j];
      }
      b[i] = sum / row[i];
    }
  }

  /**
   * Solves Uᵀx = b.
   *
   * @param upper U
   * @param b replaced by x
   */
  public static void solveTransposed(double[][] upper, double[] b) {
    for (int i = 0; i < b.length; i++) {
      double[] row = upper[i];
      double value = b[i] / row[i];
      b[i] = value;
      for (int j = i + 1; j < b.length; j++) {
        b[j] -= value * row[j];
      }
    }
  }
}
