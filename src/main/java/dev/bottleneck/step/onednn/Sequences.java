package dev.bottleneck.step.onednn;

import dev.bottleneck.step.graph.Lstm;
import dev.bottleneck.step.graph.NotCompilable;
import dev.bottleneck.step.graph.Repeat;
import dev.bottleneck.step.graph.RowsOfSequence;
import dev.bottleneck.step.graph.SequenceOfRows;
import dev.bottleneck.step.onednn.primitive.Signal;
import dev.bottleneck.step.onednn.primitive.StageBuilder;
import dev.bottleneck.step.onednn.primitive.Tensor;
import org.bytedeco.dnnl.memory;

/**
 * How sequences lie in memory. Their shape is {@code [batch, time, n]}, and they come in three
 * layouts:
 *
 * <ul>
 *   <li>in C order, as the features do;
 *   <li>time by time, as recurrent layers take and leave them. These are the rows {@code [time ×
 *       batch, n]} of {@link RowsOfSequence}, in its order;
 *   <li>repeated: {@code [batch, n]} that stands for every time. Its gradient is the sum over time.
 * </ul>
 */
final class Sequences {
  private Sequences() {}

  /** One example's values, the same at each time; nothing is copied. */
  static void appendRepeat(Repeat operation, Lowering lowering) throws NotCompilable {
    if (!lowering.readersOf(operation.output()).stream().allMatch(Lstm.class::isInstance)) {
      throw new NotCompilable(
          operation.output().name()
              + ": a repeated vector is known before a recurrent layer alone");
    }
    Signal input = lowering.inOrder(operation.input());
    memory.desc once = StageBuilder.plain(input.value().shape());
    lowering.put(
        operation.output(), lowering.builder().reshaped(input, once, operation.output().shape()));
  }

  static boolean isRepeated(Signal sequence) {
    return sequence.value().layout().get_ndims() < sequence.value().shape().length;
  }

  /** What is repeated, {@code [batch, n]}. */
  static Signal onceOf(StageBuilder builder, Signal repeated) {
    Tensor value = repeated.value();
    return builder.reshaped(repeated, value.layout(), value.size(0), value.size(2));
  }

  static void appendRows(RowsOfSequence operation, Lowering lowering) throws NotCompilable {
    Signal sequence = lowering.signal(operation.input());
    lowering.put(operation.output(), rows(lowering.builder(), sequence));
  }

  /** The rows of a sequence, {@code [time × batch, n]}. */
  static Signal rows(StageBuilder builder, Signal sequence) throws NotCompilable {
    Tensor value = sequence.value();
    long count = (long) value.size(0) * value.size(1);
    Signal timeByTime = ReorderStage.append(builder, sequence, timeByTime(value.shape()));
    return builder.reshaped(
        timeByTime, StageBuilder.plain(count, value.size(2)), count, value.size(2));
  }

  static void appendSequence(SequenceOfRows operation, Lowering lowering) throws NotCompilable {
    Signal rows = lowering.inOrder(operation.input());
    lowering.put(operation.output(), ofRows(lowering.builder(), rows));
  }

  /** The sequence of these rows. */
  static Signal ofRows(StageBuilder builder, Signal rows) {
    long[] shape = {builder.batch(), rows.value().size(0) / builder.batch(), rows.value().size(1)};
    return builder.reshaped(rows, timeByTime(shape), shape);
  }

  /** The layout of a sequence {@code [batch, time, n]} whose times follow one another. */
  private static memory.desc timeByTime(long... shape) {
    return new memory.desc(
        shape, memory.data_type.f32, new long[] {shape[2], shape[0] * shape[2], 1});
  }
}
