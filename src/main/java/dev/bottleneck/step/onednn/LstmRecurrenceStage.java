package dev.bottleneck.step.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_0;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_1;

import dev.bottleneck.step.graph.NotCompilable;
import dev.bottleneck.step.onednn.primitive.ColumnSums;
import dev.bottleneck.step.onednn.primitive.Kernel;
import dev.bottleneck.step.onednn.primitive.LstmGates;
import dev.bottleneck.step.onednn.primitive.ParameterView;
import dev.bottleneck.step.onednn.primitive.Signal;
import dev.bottleneck.step.onednn.primitive.Stage;
import dev.bottleneck.step.onednn.primitive.StageBuilder;
import dev.bottleneck.step.onednn.primitive.Tensor;
import java.util.Arrays;
import org.bytedeco.dnnl.binary;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive_attr;

/**
 * The LSTM's recurrence over its projected input Z: with {@code [g f o i] = [tanh σ σ σ](Z_t +
 * h_{t−1} R)}, the cell is {@code c_t = f c_{t−1} + i g} and the output {@code h_t = o tanh c_t}; h
 * and c begin at 0. Hochreiter and Schmidhuber (1997), with forget gates (Gers et al., 2000).
 *
 * <p>A time takes one product, with all four activations in it as {@code tanh z = 2 σ(2 z) − 1}.
 * DL4J's R is {@code [n, 4 n]} in Fortran's order, its blocks in the order above; so is Z, which
 * the gates replace in place, and their gradient on the way back. The gradient of R is one product
 * over all times.
 */
final class LstmRecurrenceStage implements Stage {
  private final StageBuilder plan;
  private final int steps;
  private final int batch;
  private final int units;
  private final boolean lastOnly;
  private final Signal projected;
  private final boolean repeated;
  private final Tensor gates; // [time × batch, 4 n]; on the way back their gradient
  private final Tensor cells; // [time × batch, n], as are the next two
  private final Tensor squashed;
  private final Tensor hidden;
  private final Tensor hiddenGradient; // the same, or [batch, n] of the last time
  private final Tensor incoming; // [batch, n]
  private final TimedFactor hiddenFactor;
  private final TimedFactor gateFactor;
  private final LstmGates loops;
  private final RecurrentProduct toGates;
  private final RecurrentProduct toBefore;
  private final Kernel[] gatesAt;
  private final Kernel[] squashAt;
  private final Kernel[] incomingAt;
  private final ColumnSums sumOverTime; // null where Z is given for each time
  private final Tensor weightGradient;
  private final Runnable gradientOfWeights; // null where there is but one time

  /**
   * @param projected Z, {@code [time × batch, 4 n]}, or {@code [batch, 4 n]} if {@code repeated}
   * @param lastOnly whether only the last time's output is wanted
   */
  LstmRecurrenceStage(
      StageBuilder plan,
      Signal projected,
      boolean repeated,
      int steps,
      boolean lastOnly,
      ParameterView weights)
      throws NotCompilable {
    this.plan = plan;
    this.projected = projected;
    this.repeated = repeated;
    this.steps = steps;
    this.lastOnly = lastOnly;
    batch = plan.batch();
    int blocks = projected.value().size(1);
    units = blocks / 4;
    long rows = (long) steps * batch;
    gates = repeated ? plan.tensor(rows, blocks) : projected.value();
    cells = plan.tensor(rows, units);
    squashed = plan.tensor(rows, units);
    hidden = plan.tensor(rows, units);
    hiddenGradient = plan.tensor(lastOnly ? batch : rows, units);
    incoming = plan.tensor(batch, units);
    hiddenFactor = new TimedFactor(plan, hidden, steps);
    gateFactor = new TimedFactor(plan, gates, steps);
    loops = new LstmGates(batch, gates, cells, squashed);
    Tensor scale = scale();
    toGates =
        new RecurrentProduct(
            plan,
            weights.value(StageBuilder.transposed(units, blocks)),
            units,
            blocks,
            gateAttributes(scale));
    toBefore =
        new RecurrentProduct(
            plan,
            weights.value(StageBuilder.plain(blocks, units)),
            blocks,
            units,
            incomingAttributes());
    gatesAt = new Kernel[steps];
    squashAt = new Kernel[steps];
    incomingAt = new Kernel[steps];
    for (int t = 0; t < steps; t++) {
      gatesAt[t] = t == 0 ? firstGates(scale) : gatesAt(t, scale);
      squashAt[t] = squashAt(t);
      incomingAt[t] = t == steps - 1 ? null : incomingAt(t);
    }
    sumOverTime = repeated ? sumOverTime() : null;
    weightGradient = weights.gradient(StageBuilder.transposed(units, blocks));
    gradientOfWeights =
        steps == 1
            ? null
            : RecurrentProduct.gradient(
                plan,
                hiddenFactor.transposedRows(0, steps - 1),
                gateFactor.rows(1, steps - 1),
                weightGradient);
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

  private primitive_attr gateAttributes(Tensor scale) {
    post_ops after = new post_ops();
    if (repeated) {
      after.append_binary(algorithm.binary_add, projected.value().layout());
    } else {
      after.append_sum();
    }
    after.append_binary(algorithm.binary_mul, scale.layout());
    after.append_eltwise(algorithm.eltwise_logistic, 0, 0);
    return attributes(after);
  }

  private primitive_attr incomingAttributes() {
    post_ops after = new post_ops();
    if (!lastOnly) {
      after.append_binary(algorithm.binary_add, incoming.layout());
    }
    return attributes(after);
  }

  private primitive_attr attributes(post_ops after) {
    primitive_attr attributes = plan.attributes();
    attributes.set_post_ops(after);
    return attributes;
  }

  private Kernel gatesAt(int time, Tensor scale) throws NotCompilable {
    Kernel product =
        toGates
            .of(hiddenFactor.at(time - 1), at(gates, time))
            .with(RecurrentProduct.operand(1), scale);
    return repeated ? product.with(RecurrentProduct.operand(0), projected.value()) : product;
  }

  /** At the first time nothing comes from before. */
  private Kernel firstGates(Tensor scale) throws NotCompilable {
    post_ops after = new post_ops();
    after.append_eltwise(algorithm.eltwise_logistic, 0, 0);
    primitive_attr attributes = attributes(after);
    Tensor first = at(gates, 0);
    return plan.kernel(
            "an LSTM's first gates",
            () ->
                new binary.primitive_desc(
                    plan.engine(),
                    algorithm.binary_mul,
                    first.layout(),
                    scale.layout(),
                    first.layout(),
                    attributes,
                    false))
        .with(DNNL_ARG_SRC_0, repeated ? projected.value() : first)
        .with(DNNL_ARG_SRC_1, scale)
        .with(DNNL_ARG_DST, first);
  }

  private Kernel squashAt(int time) throws NotCompilable {
    memory.desc layout = incoming.layout();
    return plan.kernel("tanh", () -> ElementwiseStage.forward(algorithm.eltwise_tanh, plan, layout))
        .with(DNNL_ARG_SRC, at(cells, time))
        .with(DNNL_ARG_DST, at(squashed, time));
  }

  /** What comes to the output of {@code time} from behind and from above. */
  private Kernel incomingAt(int time) throws NotCompilable {
    Kernel product = toBefore.of(gateFactor.at(time + 1), incoming);
    return lastOnly ? product : product.with(RecurrentProduct.operand(0), at(hiddenGradient, time));
  }

  private ColumnSums sumOverTime() {
    long[] shape = {steps, (long) batch * 4 * units};
    return new ColumnSums(plan.view(gates, StageBuilder.plain(shape), shape), projected.gradient());
  }

  private Tensor at(Tensor tensor, int time) {
    long perTime = (long) batch * tensor.size(1);
    return plan.view(
        tensor.address() + Float.BYTES * time * perTime,
        StageBuilder.plain(batch, tensor.size(1)),
        Math.toIntExact(perTime));
  }

  /** The output at all times, {@code [batch, time, n]}, or at the last, {@code [batch, n]}. */
  Signal output() {
    if (!lastOnly) {
      return Sequences.ofRows(plan, new Signal(hidden, hiddenGradient));
    }
    Tensor last = at(hidden, steps - 1);
    return new Signal(plan.view(last, last.layout(), hiddenGradient.shape()), hiddenGradient);
  }

  @Override
  public void forward(int iteration) {
    toGates.pack();
    for (int t = 0; t < steps; t++) {
      gatesAt[t].run();
      loops.cell(t);
      squashAt[t].run();
      loops.output(t, hidden);
      hiddenFactor.refresh(t);
    }
  }

  @Override
  public void backward() {
    toBefore.pack();
    loops.beginBackward();
    int last = steps - 1;
    loops.backward(last, hiddenGradient, lastOnly ? 0 : last * batch * units);
    for (int t = last - 1; t >= 0; t--) {
      gateFactor.refresh(t + 1);
      incomingAt[t].run();
      loops.backward(t, incoming, 0);
    }
    if (sumOverTime != null) {
      sumOverTime.run();
    }
    if (gradientOfWeights != null) {
      gradientOfWeights.run();
    } else {
      weightGradient.put(new float[weightGradient.length()]);
    }
  }
}
