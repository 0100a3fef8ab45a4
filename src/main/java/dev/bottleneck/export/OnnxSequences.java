package dev.bottleneck.export;

import static dev.bottleneck.export.OnnxGraph.integer;
import static dev.bottleneck.export.OnnxGraph.list;

import dev.bottleneck.step.graph.Lstm;
import dev.bottleneck.step.graph.Repeat;
import dev.bottleneck.step.graph.RowsOfSequence;
import dev.bottleneck.step.graph.SequenceOfRows;
import java.util.Arrays;
import java.util.List;

/** What a plan does with sequences {@code [batch, time, n]}; ONNX's LSTM has the time first. */
final class OnnxSequences {
  /** ONNX's order of the gates, input, output, forget, candidate, by where DL4J's lie. */
  private static final int[] BLOCKS = {3, 2, 1, 0};

  private OnnxSequences() {}

  static void lstm(Lstm lstm, OnnxPlan plan) {
    OnnxGraph graph = plan.graph();
    String owner = plan.owner(lstm.output());
    String timeFirst = transposed(owner, plan.of(lstm.input()), graph);
    NamedArray recurrent = plan.array(lstm.recurrentWeights());
    int units = Math.toIntExact(recurrent.shape()[0]);
    List<String> inputs =
        List.of(
            timeFirst,
            graph.constant(blocks(plan.array(lstm.inputWeights()), units)),
            graph.constant(blocks(recurrent, units)),
            graph.constant(biases(plan.array(lstm.bias()), units)));
    String name = graph.unused(owner + ".LSTM");
    List<String> outputs = lstm.lastOnly() ? List.of("", name) : List.of(name);
    graph.add(name, "LSTM", inputs, outputs, integer("hidden_size", units));
    // [time, 1, batch, n], or [1, batch, n] of the last time: 1 is the number of directions.
    int direction = lstm.lastOnly() ? 0 : 1;
    String axis = graph.integers(name + ".direction", direction);
    String squeezed = graph.add(owner, "Squeeze", List.of(name, axis));
    plan.put(lstm.output(), lstm.lastOnly() ? squeezed : transposed(owner, squeezed, graph));
  }

  /** Batch and time change places. */
  private static String transposed(String owner, String sequence, OnnxGraph graph) {
    return graph.add(owner, "Transpose", List.of(sequence), list("perm", 1, 0, 2));
  }

  /** {@code [in, 4 n]} as ONNX's {@code [1, 4 n, in]}, its blocks in ONNX's order. */
  private static NamedArray blocks(NamedArray weights, int units) {
    int in = Math.toIntExact(weights.shape()[0]);
    return new NamedArray(
        weights.name() + ".iofc", () -> blocks(weights.values(), in, units), 1, 4L * units, in);
  }

  private static float[] blocks(float[] values, int in, int units) {
    float[] ordered = new float[values.length];
    for (int row = 0; row < 4 * units; row++) {
      int column = BLOCKS[row / units] * units + row % units;
      for (int i = 0; i < in; i++) {
        ordered[row * in + i] = values[i * 4 * units + column];
      }
    }
    return ordered;
  }

  /** {@code [4 n]} as ONNX's {@code [1, 8 n]}, of which the second half, R's, is 0. */
  private static NamedArray biases(NamedArray bias, int units) {
    return new NamedArray(
        bias.name() + ".iofc",
        () -> Arrays.copyOf(blocks(bias.values(), 1, units), 8 * units),
        1,
        8L * units);
  }

  static void repeat(Repeat repeat, OnnxPlan plan) {
    OnnxGraph graph = plan.graph();
    String owner = plan.owner(repeat.output());
    String axis = graph.integers(owner + ".axis", 1);
    String once = graph.add(owner, "Unsqueeze", List.of(plan.of(repeat.input()), axis));
    String times = graph.integers(owner + ".times", 1, repeat.output().size(1), 1);
    plan.put(repeat.output(), graph.add(owner, "Expand", List.of(once, times)));
  }

  static void rows(RowsOfSequence rows, OnnxPlan plan) {
    OnnxGraph graph = plan.graph();
    String owner = plan.owner(rows.output());
    String timeFirst = transposed(owner, plan.of(rows.input()), graph);
    String shape = graph.integers(owner + ".rows", -1, rows.output().size(1));
    plan.put(rows.output(), graph.add(owner, "Reshape", List.of(timeFirst, shape)));
  }

  static void sequence(SequenceOfRows sequence, OnnxPlan plan) {
    OnnxGraph graph = plan.graph();
    String owner = plan.owner(sequence.output());
    int times = sequence.output().size(1);
    String shape = graph.integers(owner + ".times", times, -1, sequence.output().size(2));
    String timeFirst = graph.add(owner, "Reshape", List.of(plan.of(sequence.input()), shape));
    plan.put(sequence.output(), transposed(owner, timeFirst, graph));
  }
}
