package dev.bottleneck.step;

import java.util.List;
import java.util.Locale;
import org.bytedeco.dnnl.memory.data_type;

/** What compiled layers multiply in; parameters, sums and all else are floats. */
public enum Precision {
  /** Floats of 32 bits. */
  F32,
  /** Factors are rounded to 8 significant bits (bfloat16), sums are not: faster, less exact. */
  BF16;

  /**
   * oneDNN's types of factors, the wanted one first; the others where it has no product of that.
   */
  List<data_type> ofFactors() {
    return this == F32 ? List.of(data_type.f32) : List.of(data_type.bf16, data_type.f32);
  }

  /** The wanted type of factors. */
  data_type ofFactor() {
    return ofFactors().get(0);
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
