package dev.bottleneck.device;

import java.lang.ref.Reference;
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
   * @param array of doubles or floats, no view
   */
  public static double[] doubles(INDArray array) {
    if (array.dataType() == DataType.FLOAT) {
      float[] floats = floats(array);
      double[] values = new double[floats.length];
      for (int i = 0; i < values.length; i++) {
        values[i] = floats[i];
      }
      return values;
    }
    require(array, DataType.DOUBLE);
    if (Machine.computesOnGpu()) {
      return array.data().asDouble();
    }
    double[] values = new double[Math.toIntExact(array.length())];
    new DoublePointer(array.data().addressPointer()).get(values);
    Reference.reachabilityFence(array);
    return values;
  }

  /** The values of any array of numbers in C order. */
  public static double[] doublesInOrder(INDArray array) {
    boolean asItIs = array.dataType() == DataType.FLOAT || array.dataType() == DataType.DOUBLE;
    INDArray numbers = asItIs ? array : array.castTo(DataType.DOUBLE);
    boolean inOrder = ArrayOrder.isC(numbers) && !numbers.isView();
    return doubles(inOrder ? numbers : numbers.dup('c'));
  }

  /** The values of an array of floats in the order in which they lie. */
  public static float[] floats(INDArray array) {
    require(array, DataType.FLOAT);
    if (Machine.computesOnGpu()) {
      return array.data().asFloat();
    }
    float[] values = new float[Math.toIntExact(array.length())];
    new FloatPointer(array.data().addressPointer()).get(values);
    Reference.reachabilityFence(array); // ND4J frees what nobody holds, a pointer to it or not
    return values;
  }

  /**
   * Writes these values over those of {@code to}, in the order in which they lie.
   *
   * @param to of doubles or floats, no view, and as long
   */
  public static void put(double[] values, INDArray to) {
    require(to, to.dataType() == DataType.FLOAT ? DataType.FLOAT : DataType.DOUBLE);
    if (values.length != to.length()) {
      throw new IllegalArgumentException(values.length + " values for " + to.length());
    }
    if (Machine.computesOnGpu()) {
      to.assign(Nd4j.create(values, to.shape(), to.ordering()));
    } else if (to.dataType() == DataType.DOUBLE) {
      new DoublePointer(to.data().addressPointer()).put(values);
    } else {
      float[] floats = new float[values.length];
      for (int i = 0; i < floats.length; i++) {
        floats[i] = (float) values[i];
      }
      new FloatPointer(to.data().addressPointer()).put(floats);
    }
    Reference.reachabilityFence(to);
  }

  private static void require(INDArray array, DataType type) {
    if (array.isView() || array.dataType() != type) {
      throw new IllegalArgumentException(
          "an array %s of %s is no whole one of %s"
              .formatted(Arrays.toString(array.shape()), array.dataType(), type));
    }
  }
}
