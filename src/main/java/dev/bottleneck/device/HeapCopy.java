package dev.bottleneck.device;

import java.util.Arrays;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Copies of whole arrays on the Java heap, and back; ND4J's own take a call for each value. */
public final class HeapCopy {
  private HeapCopy() {}

  /**
   * The values of {@code array} in the order in which they lie.
   *
   * @param array of doubles, no view
   */
  public static double[] doubles(INDArray array) {
    require(array, DataType.DOUBLE);
    if (Machine.computesOnGpu()) {
      return array.data().asDouble();
    }
    double[] values = new double[Math.toIntExact(array.length())];
    new DoublePointer(array.data().addressPointer()).get(values);
    return values;
  }

  /** The same of floats. */
  public static float[] floats(INDArray array) {
    require(array, DataType.FLOAT);
    if (Machine.computesOnGpu()) {
      return array.data().asFloat();
    }
    float[] values = new float[Math.toIntExact(array.length())];
    new FloatPointer(array.data().addressPointer()).get(values);
    return values;
  }

  /** An array of these values, in the order in which they lie. */
  public static INDArray array(double[] values, long[] shape, char order) {
    if (Machine.computesOnGpu()) {
      return Nd4j.create(values, shape, order);
    }
    INDArray array = Nd4j.createUninitialized(DataType.DOUBLE, shape, order);
    new DoublePointer(array.data().addressPointer()).put(values);
    return array;
  }

  /** The same of floats. */
  public static INDArray array(float[] values, long[] shape, char order) {
    if (Machine.computesOnGpu()) {
      return Nd4j.create(values, shape, order);
    }
    INDArray array = Nd4j.createUninitialized(DataType.FLOAT, shape, order);
    new FloatPointer(array.data().addressPointer()).put(values);
    return array;
  }

  private static void require(INDArray array, DataType type) {
    if (array.isView() || array.dataType() != type) {
      throw new IllegalArgumentException(
          "an array %s of %s is no whole one of %s"
              .formatted(Arrays.toString(array.shape()), array.dataType(), type));
    }
  }
}
