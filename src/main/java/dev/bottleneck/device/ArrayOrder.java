package dev.bottleneck.device;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.shape.Shape;

/** In what order an array's values lie in memory. */
public final class ArrayOrder {
  private ArrayOrder() {}

  /**
   * Whether they lie one after the other in C order, from the array's offset on. ND4J's own
   * question, of default strides, is answered with yes for Fortran's order, too.
   */
  public static boolean isC(INDArray array) {
    return array.ordering() == 'c' && Shape.hasDefaultStridesForShape(array);
  }
}
