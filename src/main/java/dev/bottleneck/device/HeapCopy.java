package dev.bottleneck.device;

import java.util.Arrays;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Copies of whole arrays on the Java heap; ND4J's own take a call for each value. */
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

  private static void require(INDArray array, DataType type) {
    if (array.isView() || array.dataType() != type) {
      throw new IllegalArgumentException(
          "an array %s of %s is no whole one of %s"
              .formatted(Arrays.toString(array.shape()), array.dataType(), type));
    }
  }
}
