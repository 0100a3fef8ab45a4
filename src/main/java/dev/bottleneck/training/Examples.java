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

  /** The same values a byte each; empty where they are more. */
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
