package dev.bottleneck.step.onednn.primitive;

import dev.bottleneck.step.graph.Precision;
import java.util.List;
import org.bytedeco.dnnl.memory.data_type;

/** oneDNN's types of what is multiplied. */
public final class FactorTypes {
  private FactorTypes() {}

  /** The wanted one first; the others where oneDNN has no product of that. */
  public static List<data_type> of(Precision precision) {
    return precision == Precision.F32
        ? List.of(data_type.f32)
        : List.of(data_type.bf16, data_type.f32);
  }

  /** The wanted one. */
  public static data_type wanted(Precision precision) {
    return of(precision).get(0);
  }
}
