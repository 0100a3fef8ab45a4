package dev.bottleneck.data;

import dev.bottleneck.device.Devices;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Features that lie whole on one device as floats {@code [n, length]}. */
final class DenseFeatures implements Features {
  private final INDArray matrix;
  private final int size;
  private final int length;

  /**
   * @param matrix kept as it is if it is a whole c-ordered float array, else copied into one
   */
  DenseFeatures(INDArray matrix) {
    if (matrix.rank() != 2) {
      throw new IllegalArgumentException("features must be a matrix");
    }
    this.matrix = whole(matrix);
    size = Math.toIntExact(matrix.size(0));
    length = Math.toIntExact(matrix.size(1));
  }

  /** A view, another order or another type would make gathering rows slow or wrong. */
  private static INDArray whole(INDArray features) {
    INDArray floats = features.castTo(DataType.FLOAT);
    return floats.isView() || floats.ordering() != 'c' ? floats.dup('c') : floats;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public int length() {
    return length;
  }

  @Override
  public void write(int row, float[] block, int offset) {
    float[] values = matrix.getRow(row).toFloatVector();
    System.arraycopy(values, 0, block, offset, length);
  }

  @Override
  public void read(BlockReader reader) {
    int rowsPerBlock = FloatBlocks.rows(length);
    for (int first = 0; first < size; first += rowsPerBlock) {
      int to = Math.min(size, first + rowsPerBlock);
      try (INDArray staged =
          matrix.get(NDArrayIndex.interval(first, to), NDArrayIndex.all()).dup('c')) {
        reader.read(first, to - first, staged.data().asFloat());
      }
    }
  }

  @Override
  public void gather(int[] rows, INDArray place, float[] block) {
    for (int row : rows) {
      // pullRows reads past the end instead of refusing.
      if (row < 0 || row >= size) {
        throw new IndexOutOfBoundsException("example " + row + " of " + size);
      }
    }
    Nd4j.pullRows(matrix, place, 1, rows);
  }

  @Override
  public int blockFloats(int rows) {
    return 0;
  }

  @Override
  public INDArray matrix() {
    return matrix;
  }

  @Override
  public Features here(Devices devices) {
    INDArray there = devices.here(matrix);
    return there == matrix ? this : new DenseFeatures(there);
  }
}
