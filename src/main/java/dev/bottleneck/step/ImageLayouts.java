package dev.bottleneck.step;

import java.util.List;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory.format_tag;

/** How images {@code [batch, channels, height, width]} can lie in memory. */
final class ImageLayouts {
  private ImageLayouts() {}

  /**
   * The layout in which convolutions are fastest: as many channels side by side as a vector
   * register holds, the last of them padded; plain for a single channel, which would be mostly
   * padding.
   */
  static memory.desc best(long... shape) {
    return shape[1] == 1 ? PlanBuilder.plain(shape) : blocked(shape);
  }

  /** All that a kernel for {@code images} may be looked for in; that which they have first. */
  static List<memory.desc> candidates(Tensor images) {
    long[] shape = images.shape();
    return List.of(images.layout(), byPixel(shape), PlanBuilder.plain(shape), blocked(shape));
  }

  /** The layout in which the channels of a pixel lie side by side. */
  static memory.desc byPixel(long... shape) {
    return layout(format_tag.nhwc, shape);
  }

  private static memory.desc blocked(long... shape) {
    int avx512 = dnnl.dnnl_cpu_isa_avx512_core;
    boolean wide = (dnnl.dnnl_get_effective_cpu_isa() & avx512) == avx512;
    return layout(wide ? format_tag.nChw16c : format_tag.nChw8c, shape);
  }

  private static memory.desc layout(format_tag tag, long... shape) {
    return new memory.desc(shape, memory.data_type.f32, tag);
  }
}
