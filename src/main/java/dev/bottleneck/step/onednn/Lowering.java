package dev.bottleneck.step.onednn;

import dev.bottleneck.step.graph.Activation;
import dev.bottleneck.step.graph.NetworkVectors;
import dev.bottleneck.step.graph.NotCompilable;
import dev.bottleneck.step.graph.Operation;
import dev.bottleneck.step.graph.Parameter;
import dev.bottleneck.step.graph.Plan;
import dev.bottleneck.step.graph.Precision;
import dev.bottleneck.step.graph.Value;
import dev.bottleneck.step.onednn.primitive.Nonlinearity;
import dev.bottleneck.step.onednn.primitive.ParameterView;
import dev.bottleneck.step.onednn.primitive.Resources;
import dev.bottleneck.step.onednn.primitive.Signal;
import dev.bottleneck.step.onednn.primitive.StageBuilder;
import dev.bottleneck.step.onednn.primitive.StageProgram;
import dev.bottleneck.step.onednn.primitive.Tensor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Turns a plan's operations into stages, one after another.
 *
 * <p>A stage overwrites its input's gradient. So what several operations read is handed to each as
 * a signal with a gradient of its own, which a {@link Fork} adds up.
 */
final class Lowering {
  private final Plan plan;
  private final NetworkVectors vectors;
  private final StageBuilder builder;
  private final Map<Value, Deque<Signal>> signals = new HashMap<>();
  private final Map<Value, Tensor> labels = new HashMap<>();
  private final Map<Parameter, ParameterView> parameters = new HashMap<>();
  private final Set<Value> fused = new HashSet<>();

  Lowering(Plan plan, NetworkVectors vectors, Precision precision, Resources resources) {
    this.plan = plan;
    this.vectors = vectors;
    builder = new StageBuilder(plan.batch(), precision, resources);
  }

  /** What carries the plan out. */
  StageProgram program() throws NotCompilable {
    List<Tensor> inputs = new ArrayList<>();
    for (Value input : plan.inputs()) {
      Tensor tensor = builder.unplaced(input.shape());
      inputs.add(tensor);
      put(input, new Signal(tensor, null));
    }
    List<Tensor> expected = new ArrayList<>();
    for (Value label : plan.labels()) {
      Tensor tensor = builder.unplaced(label.shape());
      expected.add(tensor);
      labels.put(label, tensor);
    }
    for (Operation operation : plan.operations()) {
      if (operation.outputs().isEmpty() || !fused.containsAll(operation.outputs())) {
        OperationStages.append(operation, this);
      }
    }
    Tensor output = plan.output() == null ? null : inOrder(plan.output()).value();
    return builder.build(plan, inputs, expected, output);
  }

  /** What primitives and memory are made with. */
  StageBuilder builder() {
    return builder;
  }

  boolean isTraining() {
    return plan.isTraining();
  }

  /** Those that read {@code value}. */
  List<Operation> readersOf(Value value) {
    return plan.readersOf(value);
  }

  /** The signal of a value, to be asked for once by each operation that reads it. */
  Signal signal(Value value) {
    Deque<Signal> branches = signals.get(value);
    return branches.size() == 1 ? branches.peek() : branches.poll();
  }

  /** The same in C order. */
  Signal inOrder(Value value) throws NotCompilable {
    return ReorderStage.append(builder, signal(value), StageBuilder.plain(value.shape()));
  }

  /** Tells the signal of a value that an operation makes. */
  void put(Value value, Signal signal) throws NotCompilable {
    int readers = readings(value);
    Deque<Signal> branches = new ArrayDeque<>(List.of(signal));
    if (plan.isTraining() && signal.wantsGradient() && readers > 1) {
      branches.addAll(Fork.append(builder, signal, readers - 1));
    }
    signals.put(value, branches);
  }

  private int readings(Value value) {
    return plan.operations().stream()
        .mapToInt(operation -> Collections.frequency(operation.inputs(), value))
        .sum();
  }

  /** Where a value's labels will lie. */
  Tensor labels(Value value) {
    return labels.get(value);
  }

  /** A parameter, the same object for all who share it. */
  ParameterView parameter(Parameter parameter) {
    return parameters.computeIfAbsent(
        parameter,
        p -> {
          long bytes = p.start() * Float.BYTES;
          return new ParameterView(
              builder,
              NetworkVectors.addressOf(vectors.parameters()) + bytes,
              NetworkVectors.addressOf(vectors.gradient()) + bytes,
              p.length());
        });
  }

  /** The activation that alone reads {@code value}, and is all that is wanted of it. */
  private Optional<Activation> activationOf(Value value) {
    List<Operation> readers = plan.readersOf(value);
    return readers.size() == 1
            && value != plan.output()
            && readers.get(0) instanceof Activation activation
        ? Optional.of(activation)
        : Optional.empty();
  }

  /**
   * The activation after {@code value} if its slope follows from its output, so that the
   * pre-activation need not be kept: whoever asks may compute both in one go.
   */
  Optional<Nonlinearity> fusible(Value value) {
    return activationOf(value)
        .flatMap(activation -> Nonlinearity.of(activation.function()))
        .filter(Nonlinearity::fromOutput);
  }

  /**
   * Tells the signal of a value that an operation makes; if its activation was computed as well,
   * the signal stands for the activation's output.
   */
  void put(Value value, Signal signal, Optional<Nonlinearity> activation) throws NotCompilable {
    if (activation.isEmpty()) {
      put(value, signal);
      return;
    }
    Value activated = activationOf(value).orElseThrow().output();
    fused.add(activated);
    put(activated, signal);
  }
}
