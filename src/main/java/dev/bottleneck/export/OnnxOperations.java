package dev.bottleneck.export;

import static dev.bottleneck.export.OnnxGraph.integer;
import static dev.bottleneck.export.OnnxGraph.list;

import dev.bottleneck.step.graph.Activation;
import dev.bottleneck.step.graph.Add;
import dev.bottleneck.step.graph.Convolution;
import dev.bottleneck.step.graph.ImageFilter;
import dev.bottleneck.step.graph.KeepLargest;
import dev.bottleneck.step.graph.Linear;
import dev.bottleneck.step.graph.Lstm;
import dev.bottleneck.step.graph.MaxPooling;
import dev.bottleneck.step.graph.Merge;
import dev.bottleneck.step.graph.Operation;
import dev.bottleneck.step.graph.OperationTable;
import dev.bottleneck.step.graph.PenalizeActivity;
import dev.bottleneck.step.graph.PenalizeJacobian;
import dev.bottleneck.step.graph.Repeat;
import dev.bottleneck.step.graph.Reshape;
import dev.bottleneck.step.graph.RowsOfSequence;
import dev.bottleneck.step.graph.SampleGaussian;
import dev.bottleneck.step.graph.SequenceOfRows;
import dev.bottleneck.step.graph.SlidingWindow;
import dev.bottleneck.step.graph.TransposedConvolution;
import dev.bottleneck.step.graph.Unary;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import onnx.Onnx.AttributeProto;

/**
 * The operations of a plan in ONNX's operators: a new one is one line here. All are meant as at
 * test time. The batch may be of any size: a shape that is stated has 0 or −1 in its place.
 */
final class OnnxOperations {
  private static final OperationTable<OnnxPlan, RuntimeException> KNOWN =
      new OperationTable<OnnxPlan, RuntimeException>()
          .known(Linear.class, OnnxOperations::linear)
          .known(Activation.class, OnnxActivations::add)
          .known(Convolution.class, (filter, plan) -> filter(filter, "Conv", plan))
          .known(
              TransposedConvolution.class, (filter, plan) -> filter(filter, "ConvTranspose", plan))
          .known(MaxPooling.class, OnnxOperations::pooling)
          .known(KeepLargest.class, OnnxOperations::keepLargest)
          .known(SampleGaussian.class, OnnxOperations::mean)
          .known(PenalizeActivity.class, OnnxOperations::passOn)
          .known(PenalizeJacobian.class, OnnxOperations::passOn)
          .known(Reshape.class, OnnxOperations::reshape)
          .known(Merge.class, OnnxOperations::merge)
          .known(Add.class, OnnxOperations::sum)
          .known(Lstm.class, OnnxSequences::lstm)
          .known(Repeat.class, OnnxSequences::repeat)
          .known(RowsOfSequence.class, OnnxSequences::rows)
          .known(SequenceOfRows.class, OnnxSequences::sequence);

  private OnnxOperations() {}

  static Set<Class<?>> kinds() {
    return KNOWN.kinds();
  }

  static void add(Operation operation, OnnxPlan plan) {
    if (!KNOWN.append(operation, plan)) {
      throw plan.graph()
          .refusal(
              "how to say the operation %s in ONNX is not known"
                  .formatted(operation.getClass().getSimpleName()));
    }
  }

  /** A tied decoder's weights are its encoder's: there is one constant of both. */
  private static void linear(Linear linear, OnnxPlan plan) {
    List<String> constants = List.of(plan.of(linear.weights()), plan.of(linear.bias()));
    plan.add(
        linear.output(),
        "Gemm",
        linear.input(),
        constants,
        integer("transB", linear.tied() ? 1 : 0));
  }

  private static void filter(ImageFilter filter, String operator, OnnxPlan plan) {
    List<String> constants = List.of(plan.of(filter.weights()), plan.of(filter.bias()));
    SlidingWindow window = filter.window();
    plan.add(
        filter.output(),
        operator,
        filter.input(),
        constants,
        kernel(filter.kernel()),
        list("strides", window.strides()),
        list("pads", window.before()[0], window.before()[1], window.after()[0], window.after()[1]));
  }

  private static AttributeProto kernel(int... kernel) {
    return list("kernel_shape", Arrays.stream(kernel).asLongStream().toArray());
  }

  private static void pooling(MaxPooling pooling, OnnxPlan plan) {
    plan.add(
        pooling.output(),
        "MaxPool",
        pooling.input(),
        List.of(),
        kernel(pooling.kernel()),
        list("strides", pooling.window().strides()));
  }

  /** The k largest, put back to their places among zeros; of equal ones the first, as with ours. */
  private static void keepLargest(KeepLargest largest, OnnxPlan plan) {
    OnnxGraph graph = plan.graph();
    long kept = largest.layer().active(largest.training());
    if (kept >= largest.input().size(1)) {
      passOn(largest, plan);
      return;
    }
    String input = plan.of(largest.input());
    String owner = plan.owner(largest.output());
    String top = graph.unused(owner + ".TopK");
    String indices = graph.unused(top + ".indices");
    graph.add(
        top,
        "TopK",
        List.of(input, graph.integers(top + ".k", kept)),
        List.of(top, indices),
        integer("axis", 1));
    String shape = graph.add(owner, "Shape", List.of(input));
    String zeros = graph.add(owner, "ConstantOfShape", List.of(shape));
    plan.put(
        largest.output(),
        graph.add(owner, "ScatterElements", List.of(zeros, indices, top), integer("axis", 1)));
  }

  /** μ, the first half of what is given. */
  private static void mean(SampleGaussian code, OnnxPlan plan) {
    String name = plan.owner(code.output()) + ".Slice";
    OnnxGraph graph = plan.graph();
    List<String> bounds =
        List.of(
            graph.integers(name + ".starts", 0),
            graph.integers(name + ".ends", code.output().size(1)),
            graph.integers(name + ".axes", 1));
    plan.add(code.output(), "Slice", code.input(), bounds);
  }

  private static void passOn(Unary operation, OnnxPlan plan) {
    plan.put(operation.output(), plan.of(operation.input()));
  }

  private static void reshape(Reshape reshape, OnnxPlan plan) {
    long[] shape = reshape.output().shape();
    shape[0] = 0; // that of what is given
    String name = plan.owner(reshape.output()) + ".shape";
    plan.add(
        reshape.output(), "Reshape", reshape.input(), List.of(plan.graph().integers(name, shape)));
  }

  private static void merge(Merge merge, OnnxPlan plan) {
    String owner = plan.owner(merge.output());
    List<String> inputs = merge.inputs().stream().map(plan::of).toList();
    plan.put(merge.output(), plan.graph().add(owner, "Concat", inputs, integer("axis", 1)));
  }

  private static void sum(Add add, OnnxPlan plan) {
    String owner = plan.owner(add.output());
    List<String> inputs = add.inputs().stream().map(plan::of).toList();
    plan.put(add.output(), plan.graph().add(owner, "Sum", inputs));
  }
}
