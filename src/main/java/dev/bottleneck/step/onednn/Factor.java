package dev.bottleneck.step.onednn;

import dev.bottleneck.step.graph.NotCompilable;
import dev.bottleneck.step.graph.Precision;
import dev.bottleneck.step.onednn.primitive.Kernel;
import dev.bottleneck.step.onednn.primitive.StageBuilder;
import dev.bottleneck.step.onednn.primitive.Tensor;
import org.bytedeco.dnnl.memory;

/** A matrix as a product takes it: where it lies, or rounded to bfloat16 in a place of its own. */
final class Factor {
  private final StageBuilder plan;
  private final Tensor floats;
  private final memory place;
  private final Kernel rounding; // null where the product takes the floats themselves

  private Factor(StageBuilder plan, Tensor floats, memory place, Kernel rounding) {
    this.plan = plan;
    this.floats = floats;
    this.place = place;
    this.rounding = rounding;
  }

  /** That of {@code floats}, in the plan's precision. */
  static Factor of(StageBuilder plan, Tensor floats) throws NotCompilable {
    if (plan.precision() == Precision.F32) {
      return new Factor(plan, floats, floats.memory(), null);
    }
    memory.desc layout = floats.layout();
    memory rounded =
        plan.workspace(
            new memory.desc(layout.get_dims(), memory.data_type.bf16, layout.get_strides()));
    return new Factor(plan, floats, rounded, ReorderStage.kernel(plan, floats.memory(), rounded));
  }

  memory memory() {
    return place;
  }

  memory.desc layout() {
    return place.get_desc();
  }

  /** The same of a matrix in C order, seen as its transpose. */
  memory transposed() {
    int rows = floats.size(1);
    int columns = floats.size(0);
    if (rounding == null) {
      return plan.view(floats, StageBuilder.transposed(rows, columns), rows, columns).memory();
    }
    return plan.memoryAt(
        place.get_data_handle().address(),
        StageBuilder.transposed(layout().get_data_type(), rows, columns));
  }

  /** Takes over the floats as they are now. */
  void refresh() {
    if (rounding != null) {
      rounding.run();
    }
  }
}
