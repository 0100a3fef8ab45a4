package dev.bottleneck.step.cuda;

import dev.bottleneck.step.cuda.Arena.Place;
import dev.bottleneck.step.graph.Activation;
import dev.bottleneck.step.graph.NotCompilable;
import dev.bottleneck.step.graph.Operation;
import dev.bottleneck.step.graph.Parameter;
import dev.bottleneck.step.graph.Plan;
import dev.bottleneck.step.graph.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Turns a plan's operations into launches: those forward in the plan's order, then, from the last
 * operation to the first, those that carry gradients back.
 */
final class Lowering {
  /** Threads of a block; kernels whose threads wait for one another count on it. */
  static final int THREADS = 256;

  /** Several for each multiprocessor of large GPUs; a thread then takes more than one value. */
  private static final int MOST_BLOCKS = 1024;

  /** Partial sums of a score: few, as one block adds them up. */
  private static final int MOST_PARTS = 128;

  private final Plan plan;
  private final DeviceVectors vectors;
  private final DeviceScores scores;
  private final Arena values;
  private final Map<Value, Signal> signals = new HashMap<>();
  private final Map<Value, Place> labels = new HashMap<>();
  private final Set<Value> fused = new HashSet<>();
  private final List<LaunchDraft> launches = new ArrayList<>();
  private final List<Runnable> ways = new ArrayList<>(); // back, in the plan's order
  private final Set<Object> written = new HashSet<>(); // gradients, on the way back
  private final List<StepInput> stepInputs = new ArrayList<>();
  private final Place score;
  private boolean scored;

  Lowering(Plan plan, DeviceVectors vectors, DeviceScores scores, Arena values) {
    this.plan = plan;
    this.vectors = vectors;
    this.scores = scores;
    this.values = values;
    score = values.doubles(1);
  }

  /** What carries the plan out; the arena of values is placed then. */
  LoweredPlan lower() throws NotCompilable {
    List<Place> inputs = new ArrayList<>();
    for (Value input : plan.inputs()) {
      Place place = values.floats(input.length());
      inputs.add(place);
      signals.put(input, new Signal(place, null));
    }
    List<Place> expected = new ArrayList<>();
    for (Value label : plan.labels()) {
      Place place = values.floats(label.length());
      expected.add(place);
      labels.put(label, place);
    }
    for (Operation operation : plan.operations()) {
      if (operation.outputs().isEmpty() || !fused.containsAll(operation.outputs())) {
        OperationKernels.append(operation, this);
      }
    }
    if (plan.isTraining()) {
      for (int i = ways.size() - 1; i >= 0; i--) {
        ways.get(i).run();
      }
      scores.append(this, score);
    }
    values.place();
    Place output = plan.output() == null ? null : signal(plan.output()).value();
    return new LoweredPlan(
        inputs,
        expected,
        output,
        score,
        List.copyOf(stepInputs),
        launches.stream().map(LaunchDraft::launch).toList());
  }

  boolean isTraining() {
    return plan.isTraining();
  }

  int batch() {
    return plan.batch();
  }

  /** The arena that values and their gradients lie in. */
  Arena values() {
    return values;
  }

  /** The arena that the network's vectors lie in. */
  Arena network() {
    return vectors.arena();
  }

  Signal signal(Value value) {
    return signals.get(value);
  }

  Place labels(Value value) {
    return labels.get(value);
  }

  /** A place for what an operation makes, and for its gradient if that is wanted. */
  Signal newSignal(Value value, boolean wantsGradient) {
    Place place = values.floats(value.length());
    Place gradient = wantsGradient && plan.isTraining() ? values.floats(value.length()) : null;
    return new Signal(place, gradient);
  }

  /** Tells the signal of a value that an operation makes. */
  void put(Value value, Signal signal) {
    signals.put(value, signal);
  }

  Place parameter(Parameter parameter) {
    return vectors.parameters().plus(parameter.start());
  }

  Place gradient(Parameter parameter) {
    return vectors.gradient().plus(parameter.start());
  }

  /** What a training needs anew at every step. */
  void perStep(StepInput input) {
    stepInputs.add(input);
  }

  /** What carries an operation's gradient back; carried out after those of all later operations. */
  void onTheWayBack(Runnable way) {
    ways.add(way);
  }

  /**
   * For a kernel's argument of that name: 1 if somebody has written this gradient before, else 0.
   */
  int adds(Object gradient) {
    return written.add(gradient) ? 0 : 1;
  }

  /** Launches a kernel over {@code count} values. */
  void each(String kernel, long count, Object... arguments) {
    blocks(kernel, blocksFor(count), 1, arguments);
  }

  /** Launches a kernel on so many blocks. */
  void blocks(String kernel, int across, int down, Object... arguments) {
    launches.add(
        new LaunchDraft(kernel, across, down, THREADS, values.trials(), List.of(arguments)));
  }

  /** Blocks for a launch over {@code count} values. */
  static int blocksFor(long count) {
    return blocksFor(count, MOST_BLOCKS);
  }

  private static int blocksFor(long count, int most) {
    return (int) Math.max(1, Math.min(most, (count + THREADS - 1) / THREADS));
  }

  /** How many blocks share the sum over {@code count} values. */
  static int parts(long count) {
    return blocksFor(count, MOST_PARTS);
  }

  /** A place for the parts of a score, as many as there are blocks. */
  Place partialScores(int count) {
    return values.doubles(count);
  }

  /** Adds parts of a score, which the last launch made, to the score. */
  void addScore(Place parts, int count) {
    blocks("total_score", 1, 1, values, parts, score, count, scored ? 1 : 0);
    scored = true;
  }

  /**
   * The activation after {@code value} if it alone reads it and its slope follows from its output,
   * so that whoever makes the value may make the activation's as well; its output then stands for
   * both.
   */
  Optional<Activation> fusible(Value value) {
    List<Operation> readers = plan.readersOf(value);
    if (readers.size() == 1
        && value != plan.output()
        && readers.get(0) instanceof Activation activation
        && ElementwiseFunction.of(activation.function())
            .filter(ElementwiseFunction::fromOutput)
            .isPresent()) {
      fused.add(activation.output());
      return Optional.of(activation);
    }
    return Optional.empty();
  }
}
