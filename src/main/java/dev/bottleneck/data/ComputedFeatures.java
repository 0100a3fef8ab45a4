package dev.bottleneck.data;

/** Features that a function writes, row by row. */
record ComputedFeatures(int size, int length, RowWriter writer) implements Features {
  @Override
  public String held() {
    return "computed when they are asked for";
  }

  @Override
  public void write(int row, float[] block, int offset) {
    writer.write(row, block, offset);
  }
}
