package dev.bottleneck.step.cuda;

import dev.bottleneck.step.cuda.Arena.Place;
import dev.bottleneck.step.graph.Lstm;
import dev.bottleneck.step.graph.Parameter;

/**
 * The LSTM: a product of all times at once, and then for each time, one after another, a product
 * and a launch for the cells. The gradients of W and R are a product over all times each.
 */
final class LstmKernels {
  private final Lstm lstm;
  private final Lowering lowering;
  private final Products products;
  private final Signal x;
  private final int batch;
  private final int times;
  private final int in;
  private final int units;
  private final int blocks; // 4 n
  private final Place gates; // [batch, time, 4 n]; on the way back their gradient
  private final Place cells; // [batch, time, n], as are the next three
  private final Place squashed;
  private final Place before; // h of the time before
  private final Place outputs;
  private final Signal result;

  private LstmKernels(Lstm lstm, Lowering lowering) {
    this.lstm = lstm;
    this.lowering = lowering;
    products = new Products(lowering);
    x = lowering.signal(lstm.input());
    batch = lstm.input().size(0);
    times = lstm.input().size(1);
    in = lstm.input().size(2);
    units = lstm.output().size(lstm.output().rank() - 1);
    blocks = 4 * units;
    long steps = (long) batch * times;
    gates = lowering.values().floats(steps * blocks);
    cells = lowering.values().floats(steps * units);
    squashed = lowering.values().floats(steps * units);
    before = lowering.values().floats(steps * units);
    result = lowering.newSignal(lstm.output(), true);
    outputs = lstm.lastOnly() ? lowering.values().floats(steps * units) : result.value();
  }

  static void append(Lstm lstm, Lowering lowering) {
    LstmKernels kernels = new LstmKernels(lstm, lowering);
    kernels.appendForward();
    lowering.put(lstm.output(), kernels.result);
    if (lowering.isTraining()) {
      Place fromBehind = lowering.values().floats((long) kernels.batch * kernels.units);
      Place cellGradient = lowering.values().floats((long) kernels.batch * kernels.units);
      lowering.onTheWayBack(() -> kernels.appendBackward(fromBehind, cellGradient));
    }
  }

  private void appendForward() {
    products.append(
        Matrix.rows(x.value(), in),
        ofOutputs(lstm.inputWeights(), in),
        lowering.parameter(lstm.bias()),
        ElementwiseFunction.LINEAR,
        Matrix.rows(gates, blocks),
        batch * times,
        blocks,
        in,
        0);
    for (int time = 0; time < times; time++) {
      if (time > 0) {
        products.append(
            at(before, time, units),
            ofOutputs(lstm.recurrentWeights(), units),
            at(gates, time, blocks),
            batch,
            blocks,
            units,
            1);
      }
      lowering.each(
          "lstm_cell",
          (long) batch * units,
          lowering.values(),
          gates,
          cells,
          squashed,
          outputs,
          before,
          batch,
          times,
          units,
          time);
    }
    if (lstm.lastOnly()) {
      Place last = outputs.plus((long) (times - 1) * units);
      CopyKernels.appendRowsOf(lowering, last, times * units, result.value(), units, batch, units);
    }
  }

  private void appendBackward(Place fromBehind, Place cellGradient) {
    for (int time = times - 1; time >= 0; time--) {
      lowering.each(
          "lstm_cell_backward",
          (long) batch * units,
          lowering.values(),
          gates,
          cells,
          squashed,
          outputGradient(time),
          lstm.lastOnly() ? units : times * units,
          fromBehind,
          cellGradient,
          batch,
          times,
          units,
          time);
      if (time > 0) {
        products.append(
            at(gates, time, blocks),
            ofOutputs(lstm.recurrentWeights(), units).transposed(),
            Matrix.rows(fromBehind, units),
            batch,
            units,
            blocks,
            0);
      }
    }
    Matrix gateGradient = Matrix.rows(gates, blocks);
    appendWeightGradient(lstm.inputWeights(), gateGradient, x.value(), in);
    appendWeightGradient(lstm.recurrentWeights(), gateGradient, before, units);
    Place ofBias = lowering.gradient(lstm.bias());
    products.sumRows(gates, batch * times, blocks, ofBias, lowering.adds(ofBias));
    if (x.wantsGradient()) {
      products.append(
          gateGradient,
          ofOutputs(lstm.inputWeights(), in).transposed(),
          Matrix.rows(x.gradient(), in),
          batch * times,
          in,
          blocks,
          lowering.adds(x.gradient()));
    }
  }

  private void appendWeightGradient(
      Parameter weights, Matrix gateGradient, Place inputs, int width) {
    Place gradient = lowering.gradient(weights);
    products.append(
        gateGradient.transposed(),
        Matrix.rows(inputs, width),
        Matrix.rows(gradient, width),
        blocks,
        width,
        batch * times,
        lowering.adds(gradient));
  }

  private Object outputGradient(int time) {
    if (lstm.lastOnly()) {
      return time == times - 1 ? result.gradient() : (Object) 0L;
    }
    return result.gradient().plus((long) time * units);
  }

  /** The rows of a time, of arrays {@code [batch, time, width]}. */
  private Matrix at(Place place, int time, int width) {
    return new Matrix(place.plus((long) time * width), times * width, 1);
  }

  /** Weights {@code [width, 4 n]} in Fortran's order. */
  private Matrix ofOutputs(Parameter weights, int width) {
    return new Matrix(lowering.parameter(weights), 1, width);
  }
}
