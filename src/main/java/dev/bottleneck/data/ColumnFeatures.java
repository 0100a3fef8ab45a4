package dev.bottleneck.data;

import java.nio.ByteBuffer;

/**
 * Features as a Fortran-ordered file holds them: all examples' first value, then all their second
 * one, and so on.
 */
final class ColumnFeatures implements Features {
  private static final int PART_BITS = 30; // of MappedFile.MOST

  private final ElementType type;
  private final ByteBuffer[] parts;
  private final int size;
  private final int[] places;

  /**
   * @param parts of {@link MappedFile#MOST} bytes each, the last of what is left
   * @param places for each value of an example, in the order of {@link SampleShape}, the number of
   *     its column
   */
  ColumnFeatures(ElementType type, ByteBuffer[] parts, int size, int[] places) {
    this.type = type;
    this.parts = parts.clone();
    this.size = size;
    this.places = places.clone();
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public int length() {
    return places.length;
  }

  @Override
  public String held() {
    return "in Fortran order: "
        + ByteCount.of((long) size * places.length * type.bytes())
        + " in a file, gathered value by value; numpy.ascontiguousarray makes it faster";
  }

  @Override
  public void write(int row, float[] block, int offset) {
    for (int i = 0; i < places.length; i++) {
      long at = ((long) places[i] * size + row) * type.bytes();
      block[offset + i] =
          type.at(parts[(int) (at >>> PART_BITS)], (int) (at & (MappedFile.MOST - 1)));
    }
  }
}
