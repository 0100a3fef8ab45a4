package dev.bottleneck.export;

import dev.bottleneck.autoencoder.TrainedAutoencoder;
import dev.bottleneck.runtime.Build;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.step.ForwardPlan;
import dev.bottleneck.step.graph.NotCompilable;
import dev.bottleneck.step.graph.Plan;
import dev.bottleneck.training.Network;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;
import onnx.Onnx.ModelProto;
import onnx.Onnx.OperatorSetIdProto;
import onnx.Onnx.StringStringEntryProto;

/**
 * A part of an autoencoder as an ONNX model: what the compiled step's plan says, in ONNX's
 * operators.
 *
 * <p>Opset 17 and IR version 8, of 2022, which newer runtimes all read. {@code examples} are {@code
 * [batch, inputs]} in the data's own units: the scaling is in the graph. {@code code} is {@code
 * [batch, units]}, a row also where the network's has more dimensions, and {@code reconstruction}
 * is like the examples. Nothing is corrupted, and a variational code is its mean.
 */
final class OnnxModel {
  private static final int OPSET = 17;
  private static final int IR_VERSION = 8;

  /** Protocol buffers hold no more than 2 GiB; the rest is for names and shapes. */
  private static final long MOST_BYTES = Integer.MAX_VALUE - (1L << 24);

  private static final String SCALING = "scaling";

  private final Exported model;
  private final TrainedAutoencoder autoencoder;
  private final OnnxGraph graph;

  private OnnxModel(Exported model, String name, long mostBytes) {
    this.model = model;
    autoencoder = model.autoencoder();
    graph = new OnnxGraph(name, model.name(), mostBytes);
  }

  /**
   * @throws UserError if ONNX cannot say it
   */
  static ModelProto of(Exported model, Part part) {
    return of(model, part, MOST_BYTES);
  }

  static ModelProto of(Exported model, Part part, long mostBytes) {
    OnnxModel made = new OnnxModel(model, part.name().toLowerCase(Locale.ROOT), mostBytes);
    switch (part) {
      case ENCODER -> made.encoder();
      case DECODER -> made.decoder();
      case WHOLE -> made.whole();
    }
    return made.build();
  }

  private void encoder() {
    String code = through(Network.INPUT, autoencoder.code(), examples(), model.inputs());
    graph.output(code, "code", autoencoder.codeUnits());
  }

  private void decoder() {
    if (!autoencoder.decodes()) {
      throw graph.refusal(
          "its decoder needs more than a code, since connections lead around the code: export the"
              + " encoder or the whole");
    }
    String code = graph.input("code", autoencoder.codeUnits());
    long[] shape = autoencoder.codeShape();
    if (shape.length > 1) {
      code = reshaped(code, shape);
    }
    reconstruction(through(autoencoder.code(), model.network().output(), code, shape));
  }

  private void whole() {
    reconstruction(through(Network.INPUT, model.network().output(), examples(), model.inputs()));
  }

  /** The input, scaled as in training. */
  private String examples() {
    String examples = graph.input("examples", model.inputs());
    List<String> scaling = scaling();
    if (scaling.isEmpty()) {
      return examples;
    }
    String shifted = graph.add(SCALING, "Sub", List.of(examples, scaling.get(0)));
    return graph.add(SCALING, "Div", List.of(shifted, scaling.get(1)));
  }

  private void reconstruction(String scaled) {
    String rows = scaled;
    List<String> scaling = scaling();
    if (!scaling.isEmpty()) {
      rows = graph.add(SCALING, "Mul", List.of(rows, scaling.get(1)));
      rows = graph.add(SCALING, "Add", List.of(rows, scaling.get(0)));
    }
    graph.output(rows, "reconstruction", model.inputs());
  }

  /** The names of shift and scale, or none. */
  private List<String> scaling() {
    return Weights.of(model.scaling()).stream().map(graph::constant).toList();
  }

  /** What the nodes behind {@code from}, up to {@code to}, make of {@code given}, as rows. */
  private String through(String from, String to, String given, long... example) {
    // Of which size the plan's batch is does not matter: it says what dimensions mean.
    long[] one = LongStream.concat(LongStream.of(1), LongStream.of(example)).toArray();
    Plan plan = plan(from, to, one);
    if (plan.output().size(0) != plan.batch()) {
      throw graph.refusal(to + " gives a row for each step of a sequence, not [batch, …]");
    }
    String made = OnnxPlan.add(plan, model.network(), graph, given);
    return plan.output().rank() == 2 ? made : reshaped(made, plan.output().length());
  }

  private Plan plan(String from, String to, long... shape) {
    try {
      return ForwardPlan.of(model.network(), from, to, shape);
    } catch (NotCompilable e) {
      throw new UserError(
          "%s: ONNX is written from the compiled step's plan, and there is none of this network: %s"
              .formatted(model.name(), e.getMessage()),
          e);
    }
  }

  private String reshaped(String tensor, long... example) {
    // A size of 0 is that of what is given.
    long[] shape = LongStream.concat(LongStream.of(0), LongStream.of(example)).toArray();
    String name = graph.integers(tensor + ".shape", shape);
    return graph.add(tensor, "Reshape", List.of(tensor, name));
  }

  private ModelProto build() {
    ModelProto.Builder built =
        ModelProto.newBuilder()
            .setIrVersion(IR_VERSION)
            .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPSET))
            .setProducerName("bottleneck")
            .setProducerVersion(Build.version())
            .setGraph(graph.build());
    model
        .metadata()
        .forEach(
            (key, value) ->
                built.addMetadataProps(
                    StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
    return built.build();
  }
}
