package dev.bottleneck.training;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Arrays as bytes: the type, the length, and the values in C order, big-endian. */
final class ArrayBytes {
  private ArrayBytes() {}

  static void write(DataOutput out, INDArray array) throws IOException {
    DataType type = array.dataType();
    out.writeUTF(type.name());
    out.writeLong(array.length());
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.toIntExact(Math.multiplyExact(array.length(), type.width())));
    if (type == DataType.DOUBLE) {
      bytes.asDoubleBuffer().put(array.toDoubleVector());
    } else {
      bytes.asFloatBuffer().put(array.toFloatVector());
    }
    out.write(bytes.array());
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
    byte[] bytes = new byte[Math.toIntExact(Math.multiplyExact(length, array.dataType().width()))];
    in.readFully(bytes);
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    if (array.dataType() == DataType.DOUBLE) {
      double[] values = new double[array.isEmpty() ? 0 : (int) length];
      buffer.asDoubleBuffer().get(values);
      array.assign(Nd4j.createFromArray(values).reshape(array.shape()));
    } else {
      float[] values = new float[(int) length];
      buffer.asFloatBuffer().get(values);
      array.assign(Nd4j.createFromArray(values).reshape(array.shape()));
    }
  }
}
