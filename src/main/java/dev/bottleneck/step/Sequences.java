package dev.bottleneck.step;

import java.util.Arrays;
import org.bytedeco.dnnl.memory;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;

/**
 * How sequences lie in memory. Their shape is {@code [batch, time, n]}, DL4J's NWC, and they come
 * in three layouts:
 *
 * <ul>
 *   <li>in C order, as the features do;
 *   <li>time by time, as recurrent layers take and leave them. These are the rows {@code [time ×
 *       batch, n]} that DL4J makes of a sequence for a dense layer, in its order;
 *   <li>repeated: {@code [batch, n]} that stands for every time. Its gradient is the sum over time.
 * </ul>
 */
final class Sequences {
  private Sequences() {}

  /**
   * Refuses what would mistake the rows of a sequence for examples, or its layout.
   *
   * @param input what {@code layer} is given
   */
  static void check(Layer layer, LayerPlan plan, Signal input) throws NotCompilable {
    long[] shape = input.value().shape();
    boolean recurrent = layer instanceof LSTM || layer instanceof LastTimeStep;
    boolean rowByRow = layer instanceof DenseLayer || layer instanceof ActivationLayer;
    boolean plain = layer.getIDropout() == null;
    if (shape.length == 3 && !recurrent) {
      throw plan.refuse("of a sequence " + Arrays.toString(shape) + " it is not known");
    }
    if (shape[0] != plan.batch() && !(rowByRow && plain)) {
      throw plan.refuse(
          "on each step of a sequence only dense layers and activations are known, uncorrupted");
    }
  }

  /** One example's values, the same at each of {@code times}; nothing is copied. */
  static Signal repeat(PlanBuilder plan, Signal input, int times) {
    long[] from = input.value().shape();
    return plan.reshaped(input, PlanBuilder.plain(from), from[0], times, from[1]);
  }

  static boolean isRepeated(Signal sequence) {
    return sequence.value().layout().get_ndims() < sequence.value().shape().length;
  }

  /** What is repeated, {@code [batch, n]}. */
  static Signal onceOf(PlanBuilder plan, Signal repeated) {
    Tensor value = repeated.value();
    return plan.reshaped(repeated, value.layout(), value.size(0), value.size(2));
  }

  /** The rows of a sequence, {@code [time × batch, n]}. */
  static Signal rows(PlanBuilder plan, Signal sequence) throws NotCompilable {
    Tensor value = sequence.value();
    long count = (long) value.size(0) * value.size(1);
    Signal timeByTime = Reorder.append(plan, sequence, timeByTime(value.shape()));
    return plan.reshaped(timeByTime, PlanBuilder.plain(count, value.size(2)), count, value.size(2));
  }

  /** The sequence of these rows. */
  static Signal ofRows(PlanBuilder plan, Signal rows) {
    long[] shape = {plan.batch(), rows.value().size(0) / plan.batch(), rows.value().size(1)};
    return plan.reshaped(rows, timeByTime(shape), shape);
  }

  /** The layout of a sequence {@code [batch, time, n]} whose times follow one another. */
  static memory.desc timeByTime(long... shape) {
    return new memory.desc(
        shape, memory.data_type.f32, new long[] {shape[2], shape[0] * shape[2], 1});
  }
}
