package dev.bottleneck.step.onednn.primitive;

import java.util.Arrays;

/** Sums {@code [batch, n]} over the batch. */
public final class ColumnSums {
  private final Tensor from;
  private final Tensor to;
  private final float[] row;
  private final float[] sums;

  public ColumnSums(Tensor from, Tensor to) {
    this.from = from;
    this.to = to;
    row = new float[from.size(1)];
    sums = new float[from.size(1)];
  }

  public void run() {
    Arrays.fill(sums, 0);
    int n = row.length;
    for (int start = 0; start < from.length(); start += n) {
      from.get(start, row, n);
      add(sums, row);
    }
    to.put(sums);
  }

  private static void add(float[] sums, float[] row) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += row[i];
    }
  }
}
