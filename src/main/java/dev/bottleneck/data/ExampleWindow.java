package dev.bottleneck.data;

import dev.bottleneck.device.Machine;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Examples of a data set, some at a time, in memory that is fetched once: to be given a large array
 * can take the system longer than to fill it. For one thread at a time.
 */
public final class ExampleWindow {
  private final Dataset data;
  private INDArray place;

  public ExampleWindow(Dataset data) {
    this.data = data;
  }

  /**
   * The features {@code [to - from, channels*height*width]} of the examples {@code from}
   * (inclusive) to {@code to} (exclusive), gone when the next are asked for.
   */
  public INDArray features(int from, int to) {
    Features some = data.rows(from, to).values();
    if (Machine.computesOnGpu()) {
      return some.matrix(); // they may lie there
    }
    if (place == null || place.size(0) != some.size()) {
      place =
          Nd4j.createUninitialized(DataType.FLOAT, new long[] {some.size(), some.length()}, 'c');
    }
    return some.copyTo(place);
  }
}
