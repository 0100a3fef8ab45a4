package dev.bottleneck.step.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_ATTR_MULTIPLE_POST_OP_BASE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_1;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import dev.bottleneck.step.graph.NotCompilable;
import dev.bottleneck.step.onednn.primitive.FactorTypes;
import dev.bottleneck.step.onednn.primitive.Kernel;
import dev.bottleneck.step.onednn.primitive.StageBuilder;
import dev.bottleneck.step.onednn.primitive.Tensor;
import org.bytedeco.dnnl.matmul;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive_attr;

/**
 * {@code Y = X W}, X {@code [batch, in]}, W {@code [in, out]}, for the many X of a sequence.
 *
 * <p>W is brought into the layout oneDNN likes best, once for all of them.
 */
final class RecurrentProduct {
  private final StageBuilder plan;
  private final memory.desc from;
  private final memory.desc to;
  private final primitive_attr attributes;
  private final memory packed;
  private final Kernel pack;

  /**
   * @param weights as DL4J has them
   * @param attributes what is done where the product leaves its result
   */
  RecurrentProduct(StageBuilder plan, Tensor weights, long in, long out, primitive_attr attributes)
      throws NotCompilable {
    this.plan = plan;
    this.attributes = attributes;
    memory.data_type factors = FactorTypes.wanted(plan.precision());
    from = StageBuilder.plain(factors, plan.batch(), in);
    to = StageBuilder.plain(plan.batch(), out);
    long[] shape = {in, out};
    memory.desc any = new memory.desc(shape, factors, memory.format_tag.any);
    packed = plan.workspace(description(any).weights_desc());
    pack = ReorderStage.kernel(plan, weights.memory(), packed);
  }

  private matmul.primitive_desc description(memory.desc weights) {
    return new matmul.primitive_desc(plan.engine(), from, weights, to, attributes, false);
  }

  /** That of one X; operands of post-operations are to be added. */
  Kernel of(memory x, Tensor y) throws NotCompilable {
    return plan.kernel("a recurrent product", () -> description(packed.get_desc()))
        .with(DNNL_ARG_SRC, x)
        .with(DNNL_ARG_WEIGHTS, packed)
        .with(DNNL_ARG_DST, y);
  }

  /** The argument that is the operand of post-operation {@code index}. */
  static int operand(int index) {
    return DNNL_ARG_ATTR_MULTIPLE_POST_OP_BASE * (index + 1) | DNNL_ARG_SRC_1;
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
   * @param x Xᵀ, {@code [in, time × batch]}
   * @param g the products' gradient, {@code [time × batch, out]}
   * @param weightGradient {@code [in, out]} in DL4J's order
   */
  static Runnable gradient(StageBuilder plan, memory x, memory g, Tensor weightGradient)
      throws NotCompilable {
    Tensor product = plan.tensor(x.get_desc().get_dims().get(0), g.get_desc().get_dims().get(1));
    Kernel multiply =
        plan.kernel(
                "a recurrent weight gradient",
                () ->
                    new matmul.primitive_desc(
                        plan.engine(),
                        x.get_desc(),
                        g.get_desc(),
                        product.layout(),
                        plan.defaults(),
                        false))
            .with(DNNL_ARG_SRC, x)
            .with(DNNL_ARG_WEIGHTS, g)
            .with(DNNL_ARG_DST, product);
    Kernel arrange = ReorderStage.kernel(plan, product, weightGradient);
    return () -> {
      multiply.run();
      arrange.run();
    };
  }
}
