package dev.bottleneck.step;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import org.bytedeco.dnnl.matmul;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive_attr;

/**
 * {@code Y = X W}, X {@code [batch, in]}, W {@code [in, out]}, for the many X of a sequence.
 *
 * <p>W is brought into the layout oneDNN likes best, once for all of them.
 */
final class RecurrentProduct {
  private final PlanBuilder plan;
  private final memory.desc from;
  private final memory.desc to;
  private final primitive_attr attributes;
  private final Tensor packed;
  private final Kernel pack;

  /**
   * @param weights as DL4J has them
   * @param attributes what is done where the product leaves its result
   */
  RecurrentProduct(PlanBuilder plan, Tensor weights, long in, long out, primitive_attr attributes)
      throws NotCompilable {
    this.plan = plan;
    this.attributes = attributes;
    from = PlanBuilder.plain(plan.batch(), in);
    to = PlanBuilder.plain(plan.batch(), out);
    long[] shape = {in, out};
    memory.desc any = new memory.desc(shape, memory.data_type.f32, memory.format_tag.any);
    packed = plan.tensor(shape, description(any).weights_desc());
    pack = Reorder.kernel(plan, weights, packed);
  }

  private matmul.primitive_desc description(memory.desc weights) {
    return new matmul.primitive_desc(plan.engine(), from, weights, to, attributes, false);
  }

  /** That of one X; operands of post-operations are to be added. */
  Kernel of(Tensor x, Tensor y) throws NotCompilable {
    return plan.kernel("a recurrent product", () -> description(packed.layout()))
        .with(DNNL_ARG_SRC, x)
        .with(DNNL_ARG_WEIGHTS, packed)
        .with(DNNL_ARG_DST, y);
  }

  /** Takes over the weights as they are now. */
  void pack() {
    pack.run();
  }

  /**
   * {@code Xᵀ G} of all times at once: the gradient of W.
   *
   * <p>The longer side of W stands last, as its gates are four times the units: so computed, and
   * then brought into DL4J's order, it takes a quarter less time than {@code Gᵀ X}.
   *
   * @param x {@code [time × batch, in]}
   * @param g the products' gradient, {@code [time × batch, out]}
   * @param weightGradient {@code [in, out]} in DL4J's order
   */
  static Runnable gradient(
      PlanBuilder plan, Tensor x, long in, Tensor g, long out, Tensor weightGradient)
      throws NotCompilable {
    Tensor product = plan.tensor(in, out);
    Tensor transposed = plan.view(x, PlanBuilder.transposed(in, x.length() / in));
    Kernel multiply =
        plan.kernel(
                "a recurrent weight gradient",
                () ->
                    new matmul.primitive_desc(
                        plan.engine(),
                        transposed.layout(),
                        g.layout(),
                        product.layout(),
                        plan.defaults(),
                        false))
            .with(DNNL_ARG_SRC, transposed)
            .with(DNNL_ARG_WEIGHTS, g)
            .with(DNNL_ARG_DST, product);
    Kernel arrange = Reorder.kernel(plan, product, weightGradient);
    return () -> {
      multiply.run();
      arrange.run();
    };
  }
}
