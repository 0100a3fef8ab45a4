package dev.bottleneck.training;

import dev.bottleneck.device.HeapCopy;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Arrays as bytes: the type, the length, and the values in C order, big-endian. Some at a time are
 * on the heap, so that a large network needs no room for a copy of itself.
 */
final class ArrayBytes {
  private static final int AT_ONCE = 1 << 16;

  private ArrayBytes() {}

  static void write(DataOutput out, INDArray array) throws IOException {
    out.writeUTF(array.dataType().name());
    out.writeLong(array.length());
    for (long from = 0; from < array.length(); from += AT_ONCE) {
      INDArray part = part(array, from);
      ByteBuffer bytes = room(part);
      if (part.dataType() == DataType.DOUBLE) {
        bytes.asDoubleBuffer().put(HeapCopy.doubles(part.dup()));
      } else {
        bytes.asFloatBuffer().put(HeapCopy.floats(part.dup()));
      }
      out.write(bytes.array());
    }
  }

  /**
   * Overwrites {@code array} by what was written.
   *
   * @throws IOException if that was of another type or length
   */
  static void readInto(DataInput in, INDArray array) throws IOException {
    String type = in.readUTF();
    long length = in.readLong();
    if (!type.equals(array.dataType().name()) || length != array.length()) {
      throw new IOException(
          "%d values of type %s are kept where the network has %d of type %s"
              .formatted(length, type, array.length(), array.dataType()));
    }
    for (long from = 0; from < length; from += AT_ONCE) {
      INDArray part = part(array, from);
      ByteBuffer bytes = room(part);
      in.readFully(bytes.array());
      part.assign(values(bytes, part));
    }
  }

  private static INDArray values(ByteBuffer bytes, INDArray part) {
    int count = (int) part.length();
    if (part.dataType() == DataType.DOUBLE) {
      double[] values = new double[count];
      bytes.asDoubleBuffer().get(values);
      return Nd4j.createFromArray(values);
    }
    float[] values = new float[count];
    bytes.asFloatBuffer().get(values);
    return Nd4j.createFromArray(values);
  }

  /** A view of as many values as are looked at at once, or those that are left. */
  private static INDArray part(INDArray array, long from) {
    long to = Math.min(from + AT_ONCE, array.length());
    return array.reshape('c', new long[] {array.length()}).get(NDArrayIndex.interval(from, to));
  }

  private static ByteBuffer room(INDArray part) {
    return ByteBuffer.allocate((int) part.length() * part.dataType().width());
  }
}
