package dev.bottleneck.step;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_ATTR_MULTIPLE_POST_OP_BASE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_0;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_1;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import java.util.Arrays;
import org.bytedeco.dnnl.binary;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.inner_product_backward_weights;
import org.bytedeco.dnnl.inner_product_forward;
import org.bytedeco.dnnl.matmul;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive_attr;

/**
 * The LSTM's recurrence over its projected input Z: with {@code [g f o i] = [tanh σ σ σ](Z_t +
 * h_{t−1} R)}, the cell is {@code c_t = f c_{t−1} + i g} and the output {@code h_t = o tanh c_t}; h
 * and c begin at 0. Hochreiter and Schmidhuber (1997), with forget gates (Gers et al., 2000).
 *
 * <p>A time takes one product, with all four activations in it as {@code tanh z = 2 σ(2 z) − 1}.
 * DL4J's R is {@code [n, 4 n]} in Fortran's order with the blocks in the order above; it is brought
 * into the product's own layout once a step. The gradient of R is one product over all times.
 */
final class LstmRecurrence implements Stage {
  private final PlanBuilder plan;
  private final int steps;
  private final int batch;
  private final int units;
  private final Signal projected;
  private final boolean repeated;
  private final boolean lastOnly;
  private final Tensor hidden; // [time × batch, n]
  private final Tensor hiddenGradient; // the same, or [batch, n] of the last time
  private final Tensor gates; // [batch, 4 n] of one time, as are the next three
  private final Tensor cell;
  private final Tensor squashed;
  private final Tensor incoming;
  private final Tensor blockGradient; // [time × batch, 4 n]
  private final LstmGates cells;
  private final Kernel weightsForward;
  private final Kernel weightsBackward;
  private final Kernel[] gatesAt;
  private final Kernel squash;
  private final Kernel[] incomingAt;
  private final Kernel weightGradient; // null where there is but one time
  private final Tensor noGradient; // of the weights then

  /**
   * @param projected {@code [time × batch, 4 n]}, or {@code [batch, 4 n]} if {@code repeated}
   * @param lastOnly whether only the last time's output is wanted
   */
  LstmRecurrence(
      PlanBuilder plan,
      Signal projected,
      boolean repeated,
      int steps,
      boolean lastOnly,
      Parameter weights)
      throws NotCompilable {
    this.plan = plan;
    this.projected = projected;
    this.repeated = repeated;
    this.steps = steps;
    this.lastOnly = lastOnly;
    batch = plan.batch();
    units = projected.value().size(1) / 4;
    hidden = plan.tensor((long) steps * batch, units);
    hiddenGradient =
        lastOnly ? plan.tensor(batch, units) : plan.tensor((long) steps * batch, units);
    gates = plan.tensor(batch, 4L * units);
    cell = plan.tensor(batch, units);
    squashed = plan.tensor(batch, units);
    incoming = plan.tensor(batch, units);
    blockGradient = repeated ? plan.tensor((long) steps * batch, 4L * units) : projected.gradient();
    cells = new LstmGates(steps, batch, units, repeated);
    squash =
        plan.kernel("tanh", () -> Elementwise.forward(algorithm.eltwise_tanh, plan, cell.layout()))
            .with(DNNL_ARG_SRC, cell)
            .with(DNNL_ARG_DST, squashed);

    memory.desc inputs = PlanBuilder.plain(batch, units);
    memory.desc blocks = PlanBuilder.plain(batch, 4L * units);
    Tensor scale = scale();
    primitive_attr gated = gateAttributes(blocks, scale);
    Tensor packed = packed(inputs, blocks, gated, units, 4L * units);
    weightsForward =
        Reorder.kernel(plan, weights.value(PlanBuilder.transposed(units, 4L * units)), packed);
    gatesAt = new Kernel[steps];
    gatesAt[0] = firstGates(blocks, scale);
    for (int t = 1; t < steps; t++) {
      gatesAt[t] =
          product(inputs, packed, blocks, gated)
              .with(DNNL_ARG_SRC, at(hidden, t - 1))
              .with(DNNL_ARG_WEIGHTS, packed)
              .with(DNNL_ARG_DST, gates)
              .with(postOperand(0), projectedAt(t))
              .with(postOperand(1), scale);
    }

    primitive_attr added = plan.attributes();
    if (!lastOnly) {
      post_ops add = new post_ops();
      add.append_binary(algorithm.binary_add, inputs);
      added.set_post_ops(add);
    }
    Tensor packedBack = packed(blocks, inputs, added, 4L * units, units);
    weightsBackward =
        Reorder.kernel(plan, weights.value(PlanBuilder.plain(4L * units, units)), packedBack);
    incomingAt = new Kernel[steps];
    for (int t = 0; t < steps - 1; t++) {
      incomingAt[t] =
          product(blocks, packedBack, inputs, added)
              .with(DNNL_ARG_SRC, at(blockGradient, t + 1))
              .with(DNNL_ARG_WEIGHTS, packedBack)
              .with(DNNL_ARG_DST, incoming);
      if (!lastOnly) {
        incomingAt[t].with(postOperand(0), at(hiddenGradient, t));
      }
    }
    Tensor gradient = weights.gradient(PlanBuilder.plain(4L * units, units));
    weightGradient = steps > 1 ? weightGradient(gradient) : null;
    noGradient = steps > 1 ? null : gradient;
  }

  /** 2 for the block that goes through tanh, 1 for the gates. */
  private Tensor scale() {
    float[] values = new float[4 * units];
    Arrays.fill(values, 1);
    Arrays.fill(values, 0, units, 2);
    Tensor scale = plan.tensor(1, values.length);
    scale.put(values);
    return scale;
  }

  private primitive_attr gateAttributes(memory.desc blocks, Tensor scale) {
    post_ops after = new post_ops();
    after.append_binary(algorithm.binary_add, blocks);
    after.append_binary(algorithm.binary_mul, scale.layout());
    after.append_eltwise(algorithm.eltwise_logistic, 0, 0);
    primitive_attr attributes = plan.attributes();
    attributes.set_post_ops(after);
    return attributes;
  }

  private static int postOperand(int index) {
    return DNNL_ARG_ATTR_MULTIPLE_POST_OP_BASE * (index + 1) | DNNL_ARG_SRC_1;
  }

  /** At the first time nothing comes from before. */
  private Kernel firstGates(memory.desc blocks, Tensor scale) throws NotCompilable {
    post_ops after = new post_ops();
    after.append_eltwise(algorithm.eltwise_logistic, 0, 0);
    primitive_attr attributes = plan.attributes();
    attributes.set_post_ops(after);
    return plan.kernel(
            "an LSTM's first gates",
            () ->
                new binary.primitive_desc(
                    plan.engine(),
                    algorithm.binary_mul,
                    blocks,
                    scale.layout(),
                    blocks,
                    attributes,
                    false))
        .with(DNNL_ARG_SRC_0, projectedAt(0))
        .with(DNNL_ARG_SRC_1, scale)
        .with(DNNL_ARG_DST, gates);
  }

  /** Room for a product's right-hand side in the layout oneDNN likes best. */
  private Tensor packed(
      memory.desc from, memory.desc to, primitive_attr attributes, long rows, long columns) {
    long[] shape = {rows, columns};
    memory.desc any = new memory.desc(shape, memory.data_type.f32, memory.format_tag.any);
    matmul.primitive_desc description =
        new matmul.primitive_desc(plan.engine(), from, any, to, attributes, false);
    return plan.tensor(shape, description.weights_desc());
  }

  private Kernel product(
      memory.desc from, Tensor weights, memory.desc to, primitive_attr attributes)
      throws NotCompilable {
    return plan.kernel(
        "an LSTM's recurrent product",
        () ->
            new matmul.primitive_desc(
                plan.engine(), from, weights.layout(), to, attributes, false));
  }

  private Kernel weightGradient(Tensor gradient) throws NotCompilable {
    long rows = (long) (steps - 1) * batch;
    Tensor before =
        plan.view(hidden.address(), PlanBuilder.plain(rows, units), Math.toIntExact(rows * units));
    memory.desc after = PlanBuilder.plain(rows, 4L * units);
    Tensor blocks =
        plan.view(at(blockGradient, 1).address(), after, Math.toIntExact(rows * 4 * units));
    return plan.kernel(
            "an LSTM's recurrent weight gradient",
            () ->
                new inner_product_backward_weights.primitive_desc(
                    plan.engine(),
                    before.layout(),
                    gradient.layout(),
                    after,
                    new inner_product_forward.primitive_desc(
                        plan.engine(),
                        prop_kind.forward_training,
                        before.layout(),
                        gradient.layout(),
                        after,
                        plan.defaults(),
                        false),
                    plan.defaults(),
                    false))
        .with(DNNL_ARG_SRC, before)
        .with(DNNL_ARG_DIFF_DST, blocks)
        .with(DNNL_ARG_DIFF_WEIGHTS, gradient);
  }

  private Tensor projectedAt(int time) {
    return repeated ? projected.value() : at(projected.value(), time);
  }

  /** The rows of one time. */
  private Tensor at(Tensor rows, int time) {
    int columns = rows.size(1);
    return plan.view(
        rows.address() + (long) Float.BYTES * time * batch * columns,
        PlanBuilder.plain(batch, columns),
        batch * columns);
  }

  /** The output at all times, {@code [batch, time, n]}, or at the last, {@code [batch, n]}. */
  Signal output() {
    if (!lastOnly) {
      return Sequences.ofRows(plan, new Signal(hidden, hiddenGradient));
    }
    long[] shape = hiddenGradient.shape();
    memory.desc layout = PlanBuilder.plain(shape);
    return new Signal(plan.view(at(hidden, steps - 1), layout, shape), hiddenGradient);
  }

  @Override
  public void forward(int iteration) {
    weightsForward.run();
    for (int t = 0; t < steps; t++) {
      gatesAt[t].run();
      cells.cell(t, gates, cell);
      squash.run();
      cells.output(t, squashed, hidden);
    }
  }

  @Override
  public void backward() {
    weightsBackward.run();
    cells.beginBackward();
    for (int t = steps - 1; t >= 0; t--) {
      if (t < steps - 1) {
        incomingAt[t].run();
        cells.backward(t, incoming, 0, blockGradient);
      } else {
        int start = lastOnly ? 0 : t * batch * units;
        cells.backward(t, hiddenGradient, start, blockGradient);
      }
    }
    if (repeated) {
      cells.putSum(projected.gradient());
    }
    if (weightGradient != null) {
      weightGradient.run();
    } else {
      noGradient.put(new float[noGradient.length()]);
    }
  }
}
