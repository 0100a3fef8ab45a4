package dev.bottleneck.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.bottleneck.autoencoder.Scaling;
import dev.bottleneck.autoencoder.TrainedAutoencoder;
import dev.bottleneck.layer.ReshapeExamples;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.step.graph.Corrupt;
import dev.bottleneck.step.graph.Loss;
import dev.bottleneck.step.graph.Operation;
import dev.bottleneck.testing.Networks;
import dev.bottleneck.testing.OnnxSession;
import dev.bottleneck.training.Engine;
import dev.bottleneck.training.Network;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.preprocessor.RnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** What no shipped variant has, on ONNX Runtime or refused. */
class OnnxLayersTest {
  private static final int HEIGHT = 8;
  private static final int WIDTH = 9;

  @TempDir Path folder;

  private static ConvolutionLayer.Builder convolution(int high, int wide) {
    return new ConvolutionLayer.Builder(high, wide).nOut(3).activation(Activation.TANH);
  }

  private static Deconvolution2D.Builder deconvolution(int high, int wide) {
    return new Deconvolution2D.Builder(high, wide).nOut(2).activation(Activation.TANH);
  }

  /** Kernels are not square and strides differ, and same padding is more behind than before. */
  static Stream<Arguments> filters() {
    return Stream.of(
        Arguments.of("padding", convolution(3, 2).stride(2, 1).padding(1, 0).build()),
        Arguments.of(
            "same", convolution(3, 4).stride(2, 3).convolutionMode(ConvolutionMode.Same).build()),
        Arguments.of("transposed, padding", deconvolution(4, 3).stride(2, 1).padding(1, 2).build()),
        Arguments.of(
            "transposed, same",
            deconvolution(3, 4).stride(2, 3).convolutionMode(ConvolutionMode.Same).build()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("filters")
  void filtersAgree(String name, Layer filter) throws Exception {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(3)
                .list()
                .layer(convolution(3, 3).convolutionMode(ConvolutionMode.Same).build())
                .layer(filter)
                .layer(output().nOut(HEIGHT * WIDTH).build())
                .setInputType(InputType.convolutionalFlat(HEIGHT, WIDTH, 1))
                .build());
    network.init();
    assertAgrees(Network.of(network), "layer 1", HEIGHT * WIDTH);
  }

  private static OutputLayer.Builder output() {
    return new OutputLayer.Builder(LossFunction.MSE).activation(Activation.SIGMOID);
  }

  @Test
  void sumsAgree() throws Exception {
    var graph =
        new NeuralNetConfiguration.Builder()
            .seed(3)
            .graphBuilder()
            .addInputs("x")
            .addLayer("layer 0", dense(6, 4), "x")
            .addLayer("layer0", dense(6, 4), "x")
            .addVertex("code", new ElementWiseVertex(ElementWiseVertex.Op.Add), "layer 0", "layer0")
            .addLayer("image", output().nIn(4).nOut(6).build(), "code")
            .setOutputs("image")
            .build();
    ComputationGraph network = new ComputationGraph(graph);
    network.init();
    assertAgrees(Network.of(network), "code", 6);
  }

  private static DenseLayer dense(int in, int out) {
    return new DenseLayer.Builder().nIn(in).nOut(out).activation(Activation.TANH).build();
  }

  private void assertAgrees(Network network, String code, int inputs) throws Exception {
    Agreement.drawBiases(network);
    TrainedAutoencoder ours = TrainedAutoencoder.of(network, code, inputs, Engine.DEEPLEARNING4J);
    Exported model = new Exported("a/run", ours, inputs, Scaling.none(), Map.of());
    INDArray examples = Networks.uniform(DataType.FLOAT, 1, 5, inputs);
    INDArray codes = ours.encode(examples);
    assertGives(model, Part.ENCODER, examples, codes);
    assertGives(model, Part.DECODER, codes, ours.decode(codes));
    assertGives(model, Part.WHOLE, examples, ours.reconstruct(examples));
  }

  private void assertGives(Exported model, Part part, INDArray given, INDArray wanted)
      throws Exception {
    Path file = folder.resolve("model.onnx");
    model.onnx(part).writeTo(file);
    try (OnnxSession session = OnnxSession.open(file)) {
      float[][] theirs = session.run(given.toFloatMatrix());
      assertThat(Agreement.difference(theirs, wanted.toFloatMatrix()))
          .as(part.name())
          .isLessThan(1e-5);
    }
  }

  /** Rows of a sequence look like examples. */
  @Test
  void refusesACodeOfRowsOfASequence() {
    ReshapeExamples rows = new ReshapeExamples(new long[] {6}, new long[] {2, 3});
    MultiLayerConfiguration layers =
        new NeuralNetConfiguration.Builder()
            .list()
            .layer(
                new LSTM.Builder()
                    .nIn(3)
                    .nOut(5)
                    .dataFormat(RNNFormat.NWC)
                    .activation(Activation.TANH)
                    .build())
            .layer(new DenseLayer.Builder().nIn(5).nOut(3).activation(Activation.TANH).build())
            .layer(new ActivationLayer.Builder().activation(Activation.IDENTITY).build())
            .inputPreProcessor(0, rows)
            .inputPreProcessor(1, new RnnToFeedForwardPreProcessor(RNNFormat.NWC))
            .build();
    MultiLayerNetwork network = new MultiLayerNetwork(layers);
    network.init();
    TrainedAutoencoder autoencoder = TrainedAutoencoder.of(network, 1, 6, Engine.DEEPLEARNING4J);
    Exported model = new Exported("a/run", autoencoder, 6, Scaling.none(), Map.of());
    assertThatThrownBy(() -> model.onnx(Part.ENCODER))
        .isInstanceOf(UserError.class)
        .hasMessage("a/run: layer 1 gives a row for each step of a sequence, not [batch, …]");
  }

  /** But for what is of training alone. */
  @Test
  void everyOperationIsKnown() {
    Set<String> all =
        new ClassFileImporter()
            .importPackages(Operation.class.getPackageName()).stream()
                .filter(type -> type.isAssignableTo(Operation.class) && !type.isInterface())
                .map(JavaClass::getName)
                .collect(Collectors.toCollection(HashSet::new));
    assertThat(all.remove(Corrupt.class.getName())).isTrue();
    assertThat(all.remove(Loss.class.getName())).isTrue();
    assertThat(OnnxOperations.kinds().stream().map(Class::getName))
        .containsExactlyInAnyOrderElementsOf(all);
  }
}
