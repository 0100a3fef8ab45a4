package dev.bottleneck.step.onednn.primitive;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import dev.bottleneck.step.graph.Precision;
import java.util.Arrays;
import org.bytedeco.dnnl.matmul;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.PointerScope;

/**
 * {@code C = A B} of square matrices in single precision by oneDNN, on as many threads as the
 * calling one may take.
 *
 * <p>Large enough, its speed is the machine's roof: what any plan of such products can reach at
 * best. B lies in the layout that oneDNN itself chooses, so that no time goes into arranging it.
 */
public final class LargeProduct implements AutoCloseable {
  private final Resources resources = new Resources();
  private final Kernel kernel;

  /**
   * @param size rows and columns of each matrix
   */
  public LargeProduct(int size) {
    try (PointerScope scope = new PointerScope()) {
      StageBuilder builder = new StageBuilder(size, Precision.F32, resources);
      memory.desc square = StageBuilder.plain(size, size);
      memory.desc any =
          new memory.desc(new long[] {size, size}, memory.data_type.f32, memory.format_tag.any);
      matmul.primitive_desc description =
          new matmul.primitive_desc(
              builder.engine(), square, any, square, new primitive_attr(), false);
      stream stream = resources.keep(new stream(builder.engine()));
      kernel =
          new Kernel(
              stream.get(),
              resources.keep(new primitive(description.get())),
              description.impl_info_str().getString(),
              resources);
      kernel
          .with(DNNL_ARG_SRC, ones(builder, size, square))
          .with(DNNL_ARG_WEIGHTS, ones(builder, size, description.weights_desc()))
          .with(DNNL_ARG_DST, ones(builder, size, square));
      kernel.pack(resources);
    }
  }

  /** What happens to lie in new memory may be denormal, and slow. */
  private static Tensor ones(StageBuilder builder, int size, memory.desc layout) {
    Tensor tensor = builder.tensor(new long[] {size, size}, layout);
    float[] values = new float[tensor.length()];
    Arrays.fill(values, 1);
    tensor.put(values);
    return tensor;
  }

  /** Computes the product once. */
  public void run() {
    kernel.run();
  }

  @Override
  public void close() {
    resources.close();
  }
}
