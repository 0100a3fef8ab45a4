package dev.bottleneck.training;

import java.util.Optional;

/** The values of examples, {@code [size, length]}, for who copies them elsewhere. */
public interface Examples {
  /** The number of examples. */
  int size();

  /** The values of one example. */
  int length();

  /** Writes example {@code row} into {@code block} from {@code offset} on. */
  void write(int row, float[] block, int offset);

  /** Hands all values out, a block of examples at a time, in an array that is used again. */
  void read(BlockReader reader);

  /** Takes the values of a block of whole examples. */
  @FunctionalInterface
  interface BlockReader {
    /**
     * @param first the example the block begins with
     * @param rows how many examples it holds
     * @param block their values, c-order, in its first {@code rows * length} places
     */
    void read(int first, int rows, float[] block);
  }

  /** The same values as the bytes that they are held as; empty where they are not. */
  default Optional<Bytes> bytes() {
    return Optional.empty();
  }

  /** Values of a byte each, which stands for a float. */
  interface Bytes {
    /** The float that each byte, from 0 to 255, stands for. */
    float[] floats();

    /** Writes the bytes of example {@code row} into {@code block} from {@code offset} on. */
    void write(int row, byte[] block, int offset);
  }
}
