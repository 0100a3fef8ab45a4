package dev.bottleneck.data;

/** Features that a function writes, row by row. */
record ComputedFeatures(int size, int length, RowWriter writer) implements Features {
  @Override
  public void write(int row, float[] block, int offset) {
    writer.write(row, block, offset);
  }
}
