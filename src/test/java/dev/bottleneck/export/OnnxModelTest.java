package dev.bottleneck.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bottleneck.autoencoder.Scaling;
import dev.bottleneck.autoencoder.TrainedAutoencoder;
import dev.bottleneck.layer.GeluTanh;
import dev.bottleneck.layer.KSparse;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.testing.Networks;
import dev.bottleneck.testing.OnnxSession;
import dev.bottleneck.training.Engine;
import dev.bottleneck.training.Network;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import onnx.Onnx.ModelProto;
import onnx.Onnx.NodeProto;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.weightnoise.DropConnect;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** What an ONNX file says beside its numbers, and what is refused. */
class OnnxModelTest {
  private static final int INPUTS = 6;
  private static final int CODE = 4;

  @TempDir Path folder;

  private static DenseLayer.Builder dense() {
    return new DenseLayer.Builder().nIn(INPUTS).nOut(CODE).activation(Activation.TANH);
  }

  private static OutputLayer output() {
    return new OutputLayer.Builder(LossFunction.MEAN_ABSOLUTE_ERROR)
        .nIn(CODE)
        .nOut(INPUTS)
        .activation(Activation.SOFTMAX)
        .build();
  }

  /** Of layers whose code is the last but one's output. */
  private static Exported of(Scaling scaling, Layer... layers) {
    Network network = Network.of(Networks.layers(DataType.FLOAT, new Sgd(0.1), layers));
    TrainedAutoencoder autoencoder =
        TrainedAutoencoder.of(
            network, Network.layer(layers.length - 2), INPUTS, Engine.DEEPLEARNING4J);
    return new Exported("a/run", autoencoder, INPUTS, scaling, Map.of("seed", "7"));
  }

  private Path written(Exported model, Part part) {
    Path file = folder.resolve("out").resolve("model.onnx");
    model.onnx(part).writeTo(file);
    return file;
  }

  @Test
  void saysWhatItTakesAndGives() throws Exception {
    Exported model = of(Scaling.none(), dense().build(), output());
    try (OnnxSession session = OnnxSession.open(written(model, Part.ENCODER))) {
      assertThat(session.input()).isEqualTo("examples");
      assertThat(session.output()).isEqualTo("code");
      assertThat(session.inputShape()).containsExactly(-1, INPUTS);
      assertThat(session.outputShape()).containsExactly(-1, CODE);
      assertThat(session.metadata()).isEqualTo(Map.of("seed", "7"));
      assertThat(session.producer()).isEqualTo("bottleneck");
    }
    try (OnnxSession session = OnnxSession.open(written(model, Part.DECODER))) {
      assertThat(session.input()).isEqualTo("code");
      assertThat(session.output()).isEqualTo("reconstruction");
      assertThat(session.outputShape()).containsExactly(-1, INPUTS);
    }
    ModelProto proto = ModelProto.parseFrom(Files.readAllBytes(written(model, Part.WHOLE)));
    assertThat(proto.getIrVersion()).isEqualTo(8);
    assertThat(proto.getOpsetImport(0).getVersion()).isEqualTo(17);
    assertThat(
            proto
                .getGraph()
                .getInput(0)
                .getType()
                .getTensorType()
                .getShape()
                .getDim(0)
                .getDimParam())
        .isEqualTo("batch");
    assertThat(proto.getGraph().getNodeList().stream().map(NodeProto::getOpType))
        .containsExactly("Gemm", "Tanh", "Gemm", "Softmax", "Identity");
  }

  @Test
  void theSameModelGivesTheSameBytes() throws IOException {
    byte[][] bytes = new byte[2][];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] =
          Files.readAllBytes(written(of(Scaling.none(), dense().build(), output()), Part.WHOLE));
    }
    assertThat(bytes[0]).isEqualTo(bytes[1]);
  }

  /** Examples go in and come out in the data's own units. */
  @Test
  void scalesAsTheModelDoes() throws Exception {
    float[] shift = {1, -2, 30, 0, 5, 0.5f};
    float[] scale = {2, 3, 100, 0.1f, 1, 7};
    Scaling scaling = Scaling.of(Scaling.Kind.STANDARD, shift, scale);
    Exported model = of(scaling, dense().build(), output());
    var raw = scaling.undo(Networks.uniform(DataType.FLOAT, 3, 7, INPUTS));
    var codes = model.autoencoder().encode(scaling.apply(raw));
    var back = scaling.undo(model.autoencoder().decode(codes));
    assertGives(model, Part.ENCODER, raw.toFloatMatrix(), codes.toFloatMatrix());
    assertGives(model, Part.DECODER, codes.toFloatMatrix(), back.toFloatMatrix());
    assertGives(model, Part.WHOLE, raw.toFloatMatrix(), back.toFloatMatrix());
  }

  private void assertGives(Exported model, Part part, float[][] given, float[][] wanted)
      throws Exception {
    try (OnnxSession session = OnnxSession.open(written(model, part))) {
      assertThat(Agreement.difference(session.run(given), wanted)).as(part.name()).isLessThan(2e-5);
    }
  }

  /** Equal activations and as many as are kept, which no variant shows. */
  @Test
  void keepsTheFirstOfEqualActivations() throws Exception {
    Layer equal = new ActivationLayer.Builder().activation(Activation.RELU).build();
    Exported model = of(Scaling.none(), dense().build(), equal, new KSparse(2), output());
    float[][] examples = Nd4j.zeros(1, INPUTS).toFloatMatrix();
    model.network().layerOf("layer 0").orElseThrow().getParam("b").assign(0.5);
    assertGives(
        model,
        Part.ENCODER,
        examples,
        model.autoencoder().encode(Nd4j.zeros(1, INPUTS)).toFloatMatrix());
    Exported all = of(Scaling.none(), dense().build(), equal, new KSparse(2, 3), output());
    all.network().layerOf("layer 0").orElseThrow().getParam("b").assign(0.5);
    assertGives(
        all,
        Part.ENCODER,
        examples,
        all.autoencoder().encode(Nd4j.zeros(1, INPUTS)).toFloatMatrix());
  }

  @Test
  void hasTheGeluOfTheTanhApproximation() throws Exception {
    Exported model = of(Scaling.none(), dense().activation(new GeluTanh()).build(), output());
    var examples = Networks.uniform(DataType.FLOAT, 3, 7, INPUTS).muli(8).subi(4);
    assertGives(
        model,
        Part.ENCODER,
        examples.toFloatMatrix(),
        model.autoencoder().encode(examples).toFloatMatrix());
  }

  /** What matters to training alone does not stand in the way; what is not known does. */
  @Test
  void refusesWhatThePlanDoesNotKnow() throws Exception {
    Exported decayed = of(Scaling.none(), dense().l2(0.1).build(), output());
    OnnxSession.open(written(decayed, Part.WHOLE)).close();
    Files.delete(folder.resolve("out/model.onnx"));
    Exported normed =
        of(
            Scaling.none(),
            dense().build(),
            new BatchNormalization.Builder().nIn(CODE).nOut(CODE).build(),
            output());
    assertRefused(normed, "layer 1 (BatchNormalization): this layer is not known");
    Exported noisy =
        of(Scaling.none(), dense().weightNoise(new DropConnect(0.5)).build(), output());
    assertRefused(noisy, "layer 0 (DenseLayer): weight noise is not known");
    Exported other = of(Scaling.none(), dense().activation(Activation.SOFTSIGN).build(), output());
    assertRefused(other, "layer 0 (DenseLayer): the activation softsign is not known");
  }

  /** Of the part that is written alone: the encoder has 28 weights and biases, the whole 58. */
  @Test
  void refusesMoreThanAFileHolds() {
    Exported model = of(Scaling.none(), dense().build(), output());
    long most = 28 * Float.BYTES;
    assertThat(OnnxModel.of(model, Part.ENCODER, most).getGraph().getInitializerCount())
        .isEqualTo(2);
    assertThatThrownBy(() -> OnnxModel.of(model, Part.ENCODER, most - 1))
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith("a/run: its weights take more than the 111 bytes");
    assertThatThrownBy(() -> OnnxModel.of(model, Part.WHOLE, most)).isInstanceOf(UserError.class);
  }

  /** Half a surrogate pair, as a card's JSON can have it. */
  @Test
  void writesWhatUnicodeDoesNotHave() throws Exception {
    Exported plain = of(Scaling.none(), dense().build(), output());
    Exported model =
        new Exported(
            "a/run", plain.autoencoder(), INPUTS, Scaling.none(), Map.of("data", "\ud800\u00fc"));
    try (OnnxSession session = OnnxSession.open(written(model, Part.ENCODER))) {
      assertThat(session.metadata()).isEqualTo(Map.of("data", "?\u00fc"));
    }
    Path safetensors = folder.resolve("model.safetensors");
    model.safetensors().writeTo(safetensors);
    assertThat(Files.readString(safetensors, StandardCharsets.ISO_8859_1)).contains("\"data\":\"?");
  }

  private void assertRefused(Exported model, String reason) {
    assertThatThrownBy(() -> written(model, Part.WHOLE))
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith("a/run: ONNX is written from the compiled step's plan")
        .hasMessageContaining(reason);
    assertThat(folder.resolve("out/model.onnx")).doesNotExist();
  }
}
