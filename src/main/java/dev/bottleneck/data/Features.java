package dev.bottleneck.data;

import dev.bottleneck.device.Devices;
import dev.bottleneck.training.Examples;
import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The values of examples, {@code [size, length]}: held as they came, such as bytes or a mapped
 * file, and turned to floats row by row where they are wanted.
 *
 * <p>Immutable, and for many threads at once.
 */
public interface Features extends Examples {
  /** How they are held and what that costs, such as "as bytes: 47 MB in memory". */
  default String held() {
    return "as floats: " + ByteCount.of(4L * size() * length()) + " in memory";
  }

  /** Features that lie whole in memory as floats. */
  static Features of(INDArray matrix) {
    return new DenseFeatures(matrix);
  }

  /** Features that a function computes; they take no memory. */
  static Features computed(int size, int length, RowWriter writer) {
    return new ComputedFeatures(size, length, writer);
  }

  /** Features that are all 0. */
  static Features zeros(int size, int length) {
    return computed(
        size, length, (row, block, offset) -> Arrays.fill(block, offset, offset + length, 0));
  }

  /** Writes one example into {@code block} from {@code offset} on. */
  @FunctionalInterface
  interface RowWriter {
    void write(int row, float[] block, int offset);
  }

  @Override
  default void read(BlockReader reader) {
    int rowsPerBlock = FloatBlocks.rows(length());
    float[] block = new float[Math.min(rowsPerBlock, size()) * length()];
    for (int first = 0; first < size(); first += rowsPerBlock) {
      int rows = Math.min(rowsPerBlock, size() - first);
      for (int row = 0; row < rows; row++) {
        write(first + row, block, row * length());
      }
      reader.read(first, rows, block);
    }
  }

  /**
   * Gathers {@code rows} as floats {@code [rows.length, length]} into {@code place}.
   *
   * @param place whole, c-ordered, of that shape
   * @param block at least {@code rows.length * length} floats, overwritten
   */
  default void gather(int[] rows, INDArray place, float[] block) {
    for (int i = 0; i < rows.length; i++) {
      write(rows[i], block, i * length());
    }
    FloatBlocks.put(block, 0, rows.length, place);
  }

  /** What {@link #gather} wants as {@code block} for so many rows; 0 if it takes none. */
  default int blockFloats(int rows) {
    return Math.multiplyExact(rows, length());
  }

  /** All of them as floats {@code [size, length]}, c-order: a copy, unless they are held so. */
  default INDArray matrix() {
    return copyTo(Nd4j.createUninitialized(DataType.FLOAT, new long[] {size(), length()}, 'c'));
  }

  /**
   * Writes all of them over those of {@code place}, and returns it.
   *
   * @param place floats {@code [size, length]}, whole and c-ordered
   */
  default INDArray copyTo(INDArray place) {
    read((first, rows, block) -> FloatBlocks.put(block, first, rows, place));
    return place;
  }

  /** The examples with these indices, in their order; the values are not copied. */
  default Features select(int[] rows) {
    return new SelectedFeatures(this, rows);
  }

  /** The values of each example, and after them those of the same example of {@code right}. */
  default Features beside(Features right) {
    if (right.size() != size()) {
      throw new IllegalArgumentException(right.size() + " examples beside " + size());
    }
    return computed(
        size(),
        length() + right.length(),
        (row, block, offset) -> {
          write(row, block, offset);
          right.write(row, block, offset + length());
        });
  }

  /** Every value times {@code factor}. */
  default Features times(float factor) {
    return computed(
        size(),
        length(),
        (row, block, offset) -> {
          write(row, block, offset);
          for (int i = offset; i < offset + length(); i++) {
            block[i] *= factor;
          }
        });
  }

  /** These examples, and after them those of {@code more}. */
  default Features followedBy(Features more) {
    if (more.length() != length()) {
      throw new IllegalArgumentException(
          "examples of " + more.length() + " values after others of " + length());
    }
    return computed(
        Math.addExact(size(), more.size()),
        length(),
        (row, block, offset) -> {
          if (row < size()) {
            write(row, block, offset);
          } else {
            more.write(row - size(), block, offset);
          }
        });
  }

  /** The same on the device of the calling thread: floats there on a GPU, itself on a processor. */
  default Features here(Devices devices) {
    return devices.areGpus() ? of(matrix()).here(devices) : this;
  }
}
