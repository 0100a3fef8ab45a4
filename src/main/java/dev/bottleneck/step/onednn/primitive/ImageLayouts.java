package dev.bottleneck.step.onednn.primitive;

import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory.data_type;
import org.bytedeco.dnnl.memory.format_tag;

/** How images {@code [batch, channels, height, width]} can lie in memory. */
public final class ImageLayouts {
  private ImageLayouts() {}

  /**
   * The layout in which convolutions are fastest: as many channels side by side as a vector
   * register holds, the last of them padded; plain for a single channel, which would be mostly
   * padding.
   */
  public static memory.desc best(long... shape) {
    return shape[1] == 1 ? StageBuilder.plain(shape) : floats(blocked(), shape);
  }

  /**
   * All that a kernel for {@code images} may be looked for in: that which they have first; but for
   * factors in bfloat16 that by pixel, where the processor multiplies tiles of those (AMX), as
   * oneDNN's kernels that do so take no other.
   */
  public static List<format_tag> candidates(Tensor images, data_type factors) {
    // Those of a single channel are in order as well as by pixel; in order they were made.
    Stream<format_tag> theirs =
        Stream.of(format_tag.nchw, blocked(), format_tag.nhwc).filter(tag -> has(images, tag));
    Stream<format_tag> all = Stream.of(format_tag.nhwc, format_tag.nchw, blocked());
    boolean inTiles = factors == data_type.bf16 && has(dnnl.dnnl_cpu_isa_avx512_core_amx);
    return Stream.concat(inTiles ? Stream.empty() : theirs.limit(1), all).distinct().toList();
  }

  private static boolean has(Tensor images, format_tag tag) {
    return images.layout().equals(floats(tag, images.shape()));
  }

  /** The layout in which the channels of a pixel lie side by side. */
  public static memory.desc byPixel(long... shape) {
    return floats(format_tag.nhwc, shape);
  }

  /** Whether so many channels leave no block of the best layout partly empty. */
  public static boolean fillsBlocks(int channels) {
    return channels % (isWide() ? 16 : 8) == 0;
  }

  private static format_tag blocked() {
    return isWide() ? format_tag.nChw16c : format_tag.nChw8c;
  }

  private static boolean isWide() {
    return has(dnnl.dnnl_cpu_isa_avx512_core);
  }

  /** Whether the processor has all instructions of {@code isa}. */
  private static boolean has(int isa) {
    return (dnnl.dnnl_get_effective_cpu_isa() & isa) == isa;
  }

  private static memory.desc floats(format_tag tag, long... shape) {
    return new memory.desc(shape, data_type.f32, tag);
  }
}
