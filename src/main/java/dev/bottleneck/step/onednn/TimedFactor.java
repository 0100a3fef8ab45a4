package dev.bottleneck.step.onednn;

import dev.bottleneck.step.graph.NotCompilable;
import dev.bottleneck.step.onednn.primitive.FactorTypes;
import dev.bottleneck.step.onednn.primitive.Kernel;
import dev.bottleneck.step.onednn.primitive.StageBuilder;
import dev.bottleneck.step.onednn.primitive.Tensor;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory.data_type;

/**
 * The rows {@code [time × batch, n]} of a sequence as products take them, some times at once: where
 * they lie, or rounded to bfloat16 in a place of their own, as in {@link Factor}.
 */
final class TimedFactor {
  private final StageBuilder plan;
  private final int columns;
  private final data_type type;
  private final long address;
  private final int bytes;
  private final Kernel[] rounding; // of each time; null where products take the floats themselves

  TimedFactor(StageBuilder plan, Tensor floats, int steps) throws NotCompilable {
    this.plan = plan;
    columns = floats.size(1);
    type = FactorTypes.wanted(plan.precision());
    if (type == data_type.f32) {
      bytes = Float.BYTES;
      address = floats.address();
      rounding = null;
      return;
    }
    bytes = Short.BYTES;
    long[] shape = {(long) steps * plan.batch(), columns};
    address = plan.workspace(StageBuilder.plain(type, shape)).get_data_handle().address();
    rounding = new Kernel[steps];
    for (int t = 0; t < steps; t++) {
      long from = floats.address() + (long) t * plan.batch() * columns * Float.BYTES;
      memory atThatTime = plan.memoryAt(from, StageBuilder.plain(plan.batch(), columns));
      rounding[t] = ReorderStage.kernel(plan, atThatTime, at(t));
    }
  }

  /** The rows of {@code times}, from {@code first}. */
  memory rows(int first, int times) {
    return plan.memoryAt(
        start(first), StageBuilder.plain(type, (long) times * plan.batch(), columns));
  }

  /** The same, seen as {@code [n, time × batch]}. */
  memory transposedRows(int first, int times) {
    return plan.memoryAt(
        start(first), StageBuilder.transposed(type, columns, (long) times * plan.batch()));
  }

  private long start(int time) {
    return address + (long) time * plan.batch() * columns * bytes;
  }

  memory at(int time) {
    return rows(time, 1);
  }

  /** Takes over the floats of {@code time} as they are now. */
  void refresh(int time) {
    if (rounding != null) {
      rounding[time].run();
    }
  }
}
