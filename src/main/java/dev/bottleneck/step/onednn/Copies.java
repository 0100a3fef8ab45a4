package dev.bottleneck.step.onednn;

import dev.bottleneck.step.graph.NotCompilable;
import dev.bottleneck.step.onednn.primitive.StageBuilder;
import dev.bottleneck.step.onednn.primitive.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.memory;

/**
 * Tensors as a stage's kernels want them: in another layout, or rounded.
 *
 * <p>What one kernel reads another may read again, forth and back: it is copied once a step, before
 * the first of them. So it must not change in between.
 */
final class Copies {
  private final StageBuilder plan;
  private final List<Copy> made = new ArrayList<>();

  private record Copy(Tensor of, memory place) {}

  Copies(StageBuilder plan) {
    this.plan = plan;
  }

  /**
   * What reads {@code tensor}'s values in {@code layout}.
   *
   * @param before where the copying is put, if it takes one
   */
  memory of(Tensor tensor, memory.desc layout, List<Runnable> before) throws NotCompilable {
    if (tensor.layout().equals(layout)) {
      return tensor.memory();
    }
    for (Copy copy : made) {
      if (copy.of() == tensor && copy.place().get_desc().equals(layout)) {
        return copy.place();
      }
    }
    memory place = plan.workspace(layout);
    before.add(ReorderStage.kernel(plan, tensor.memory(), place)::run);
    made.add(new Copy(tensor, place));
    return place;
  }

  /**
   * What writes {@code tensor}'s values in {@code layout}.
   *
   * @param after where the copying is put, if it takes one
   */
  memory into(Tensor tensor, memory.desc layout, List<Runnable> after) throws NotCompilable {
    if (tensor.layout().equals(layout)) {
      return tensor.memory();
    }
    memory place = plan.workspace(layout);
    after.add(ReorderStage.kernel(plan, place, tensor.memory())::run);
    return place;
  }
}
