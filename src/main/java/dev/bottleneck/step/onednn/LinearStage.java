package dev.bottleneck.step.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import dev.bottleneck.step.graph.Linear;
import dev.bottleneck.step.graph.NotCompilable;
import dev.bottleneck.step.onednn.primitive.ColumnSums;
import dev.bottleneck.step.onednn.primitive.Kernel;
import dev.bottleneck.step.onednn.primitive.Nonlinearity;
import dev.bottleneck.step.onednn.primitive.ParameterView;
import dev.bottleneck.step.onednn.primitive.Signal;
import dev.bottleneck.step.onednn.primitive.Stage;
import dev.bottleneck.step.onednn.primitive.StageBuilder;
import dev.bottleneck.step.onednn.primitive.Tensor;
import java.util.Optional;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.inner_product_backward_data;
import org.bytedeco.dnnl.inner_product_backward_weights;
import org.bytedeco.dnnl.inner_product_forward;
import org.bytedeco.dnnl.matmul;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive_attr;

/**
 * {@code Y = f(X Wᵀ + b)}: X {@code [batch, in]}, W {@code [out, in]}, Y {@code [batch, out]}.
 *
 * <p>DL4J's dense W is {@code [in, out]} in Fortran's order, which is this W in C order. With the
 * gradient G of the pre-activation, ∂L/∂W is {@code Gᵀ X}, ∂L/∂b the columns' sums of G, ∂L/∂X is
 * {@code G W}. An f whose slope follows from its output is computed where the product leaves its
 * result; any other stands behind as a stage of its own, as the pre-activation is needed again.
 */
final class LinearStage implements Stage {
  private final StageBuilder plan;
  private final Signal input;
  private final Signal output;
  private final ParameterView weights;
  private final boolean transposed;
  private final memory.desc weightLayout;
  private final Factor x;
  private final Factor w;
  private final Factor g;
  private final ParameterView bias;
  private final memory.desc biasLayout;
  private final Kernel forward;
  private final Kernel activationBackward; // null where none is fused
  private final Kernel backwardData; // null where the input wants no gradient
  private Kernel backwardWeights;
  private ColumnSums biasSums; // null where backwardWeights does that as well

  private LinearStage(
      StageBuilder plan,
      Signal input,
      Signal output,
      ParameterView weights,
      boolean transposed,
      ParameterView bias,
      Optional<Nonlinearity> fused)
      throws NotCompilable {
    this.plan = plan;
    this.input = input;
    this.output = output;
    this.weights = weights;
    this.transposed = transposed;
    this.bias = bias;
    int in = input.value().size(1);
    int out = output.value().size(1);
    weightLayout = transposed ? StageBuilder.transposed(out, in) : StageBuilder.plain(out, in);
    biasLayout = StageBuilder.plain(out);
    x = Factor.of(plan, input.value());
    w = Factor.of(plan, weights.value(weightLayout));
    g = Factor.of(plan, output.gradient());
    forward = forwardKernel(fused);
    activationBackward =
        fused.isEmpty()
            ? null
            : ElementwiseStage.backward(fused.get(), plan, null, output.value(), output.gradient());
    backwardData = input.wantsGradient() ? backwardDataKernel() : null;
  }

  static void append(Linear operation, Lowering lowering) throws NotCompilable {
    StageBuilder plan = lowering.builder();
    Signal input = lowering.inOrder(operation.input());
    Signal output = plan.signal(operation.output().shape());
    Optional<Nonlinearity> fused = lowering.fusible(operation.output());
    plan.add(
        new LinearStage(
            plan,
            input,
            output,
            lowering.parameter(operation.weights()),
            operation.tied(),
            lowering.parameter(operation.bias()),
            fused));
    lowering.put(operation.output(), output, fused);
  }

  /**
   * Appends the product without an activation, whose gradient takes the place of its value: for a
   * product that the next stage alone reads.
   */
  static Signal appendInPlace(
      StageBuilder plan, Signal input, int out, ParameterView weights, ParameterView bias)
      throws NotCompilable {
    Tensor place = plan.tensor(input.value().size(0), out);
    Signal output = new Signal(place, place);
    plan.add(new LinearStage(plan, input, output, weights, false, bias, Optional.empty()));
    return output;
  }

  private inner_product_forward.primitive_desc description(primitive_attr attributes) {
    return new inner_product_forward.primitive_desc(
        plan.engine(),
        prop_kind.forward_training,
        x.layout(),
        w.layout(),
        biasLayout,
        output.value().layout(),
        attributes,
        false);
  }

  private Kernel forwardKernel(Optional<Nonlinearity> fused) throws NotCompilable {
    primitive_attr attributes = plan.attributes();
    if (fused.isPresent()) {
      post_ops after = new post_ops();
      after.append_eltwise(fused.get().forward(), 0, 0);
      attributes.set_post_ops(after);
    }
    return plan.kernel("a dense layer", () -> description(attributes))
        .with(DNNL_ARG_SRC, x.memory())
        .with(DNNL_ARG_WEIGHTS, w.memory())
        .with(DNNL_ARG_BIAS, bias.value(biasLayout))
        .with(DNNL_ARG_DST, output.value());
  }

  private Kernel backwardDataKernel() throws NotCompilable {
    return plan.kernel(
            "a dense layer's input gradient",
            () ->
                new inner_product_backward_data.primitive_desc(
                    plan.engine(),
                    input.gradient().layout(),
                    w.layout(),
                    g.layout(),
                    description(plan.defaults()),
                    plan.defaults(),
                    false))
        .with(DNNL_ARG_DIFF_DST, g.memory())
        .with(DNNL_ARG_WEIGHTS, w.memory())
        .with(DNNL_ARG_DIFF_SRC, input.gradient());
  }

  @Override
  public void prepareBackward() throws NotCompilable {
    if (weights.claimGradient()) {
      backwardWeights = overwritingKernel();
    } else {
      backwardWeights = addingKernel();
      biasSums = new ColumnSums(output.gradient(), bias.gradient(biasLayout));
    }
  }

  private Kernel overwritingKernel() throws NotCompilable {
    return plan.kernel(
            "a dense layer's weight gradient",
            () ->
                new inner_product_backward_weights.primitive_desc(
                    plan.engine(),
                    x.layout(),
                    weightLayout,
                    biasLayout,
                    g.layout(),
                    description(plan.defaults()),
                    plan.defaults(),
                    false))
        .with(DNNL_ARG_SRC, x.memory())
        .with(DNNL_ARG_DIFF_DST, g.memory())
        .with(DNNL_ARG_DIFF_WEIGHTS, weights.gradient(weightLayout))
        .with(DNNL_ARG_DIFF_BIAS, bias.gradient(biasLayout));
  }

  /**
   * The inner product's own primitive cannot add to what is there. The sum is {@code Gᵀ X} or,
   * where the memory holds Wᵀ, {@code Xᵀ G}: in C order either way, the only one there is a fast
   * way for.
   */
  private Kernel addingKernel() throws NotCompilable {
    primitive_attr attributes = plan.attributes();
    post_ops add = new post_ops();
    add.append_sum();
    attributes.set_post_ops(add);
    memory left = (transposed ? x : g).transposed();
    Factor right = transposed ? g : x;
    memory.desc sum =
        StageBuilder.plain(left.get_desc().get_dims().get(0), right.layout().get_dims().get(1));
    return plan.kernel(
            "a shared weight's gradient",
            () ->
                new matmul.primitive_desc(
                    plan.engine(), left.get_desc(), right.layout(), sum, attributes, false))
        .with(DNNL_ARG_SRC, left)
        .with(DNNL_ARG_WEIGHTS, right.memory())
        .with(DNNL_ARG_DST, weights.gradient(sum));
  }

  @Override
  public void forward(int iteration) {
    x.refresh();
    w.refresh();
    forward.run();
  }

  @Override
  public void backward() {
    if (activationBackward != null) {
      activationBackward.run();
    }
    g.refresh();
    backwardWeights.run();
    if (biasSums != null) {
      biasSums.run();
    }
    if (backwardData != null) {
      backwardData.run();
    }
  }
}
