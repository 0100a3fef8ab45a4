package dev.bottleneck.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.bottleneck.layer.BinaryCrossEntropyFromLogits;
import dev.bottleneck.layer.Gelu;
import dev.bottleneck.layer.HalfSquaredError;
import dev.bottleneck.layer.Masking;
import dev.bottleneck.step.graph.NotCompilable;
import dev.bottleneck.step.graph.Precision;
import dev.bottleneck.step.graph.Purpose;
import dev.bottleneck.testing.Networks;
import dev.bottleneck.training.ForwardPass;
import dev.bottleneck.training.Network;
import dev.bottleneck.training.TrainingStep;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.L2NormalizeVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Adam;

/** DL4J's graphs, compiled, compute as DL4J does. */
class GraphTest {
  private static final int INPUTS = 21;

  /** A graph, the node of its code, and how many inputs it has. */
  record Case(String name, ComputationGraph graph, String code, int inputs) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static GraphBuilder builder() {
    return new NeuralNetConfiguration.Builder()
        .seed(7)
        .updater(new Adam(1e-3, 0.9, 0.999, 1e-7))
        .activation(new Gelu())
        .graphBuilder()
        .addInputs("pixels");
  }

  private static DenseLayer dense(int in, int out) {
    return new DenseLayer.Builder().nIn(in).nOut(out).activation(Activation.TANH).build();
  }

  private static OutputLayer output(int in) {
    return new OutputLayer.Builder(BinaryCrossEntropyFromLogits.meanOverUnits())
        .nIn(in)
        .nOut(INPUTS)
        .activation(Activation.SIGMOID)
        .build();
  }

  private static ComputationGraph initialised(GraphBuilder builder) {
    ComputationGraph graph = new ComputationGraph(builder.build());
    graph.init();
    graph.params().addi(Networks.uniform(DataType.FLOAT, 5, graph.params().shape()).muli(0.05));
    return graph;
  }

  private static Case inARow() {
    return new Case(
        "in a row",
        initialised(
            builder()
                .addLayer("code", dense(INPUTS, 8), "pixels")
                .addLayer("image", output(8), "code")
                .setOutputs("image")),
        "code",
        INPUTS);
  }

  /** What three read: a sum, a merge, and the code. */
  private static Case branching() {
    return new Case(
        "branching",
        initialised(
            builder()
                .addLayer("trunk", dense(INPUTS, 9), "pixels")
                .addLayer("left", dense(9, 9), "trunk")
                .addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "trunk", "left")
                .addLayer("right", dense(9, 5), "sum")
                .addVertex("both", new MergeVertex(), "right", "trunk", "sum")
                .addLayer("code", dense(23, 6), "both")
                .addLayer("image", output(6), "code")
                .setOutputs("image")),
        "code",
        INPUTS);
  }

  /** One vertex adds what it is given to itself. */
  private static Case twiceTheSame() {
    return new Case(
        "twice the same",
        initialised(
            builder()
                .addLayer("trunk", dense(INPUTS, 9), "pixels")
                .addVertex(
                    "code", new ElementWiseVertex(ElementWiseVertex.Op.Add), "trunk", "trunk")
                .addLayer("image", output(9), "code")
                .setOutputs("image")),
        "code",
        INPUTS);
  }

  private static ConvolutionLayer convolution(int in, int out, Masking corruption) {
    ConvolutionLayer.Builder layer =
        new ConvolutionLayer.Builder(3, 3)
            .nIn(in)
            .nOut(out)
            .convolutionMode(ConvolutionMode.Same)
            .activation(new Gelu());
    return (corruption == null ? layer : layer.dropOut(corruption)).build();
  }

  /** A small U: what goes down is merged with what comes up. */
  private static Case skipping(int filters) {
    GraphBuilder builder =
        builder()
            .addLayer("down", convolution(1, filters, new Masking(0.3, 5)), "pixels")
            .addLayer(
                "pool",
                new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX)
                    .kernelSize(2, 2)
                    .stride(2, 2)
                    .build(),
                "down")
            .addLayer("code", convolution(filters, 2 * filters, null), "pool")
            .addLayer(
                "up",
                new Deconvolution2D.Builder(3, 3)
                    .nIn(2 * filters)
                    .nOut(filters)
                    .stride(2, 2)
                    .convolutionMode(ConvolutionMode.Same)
                    .activation(new Gelu())
                    .build(),
                "code")
            .addVertex("skip", new MergeVertex(), "up", "down")
            .addLayer(
                "pixels out",
                new ConvolutionLayer.Builder(3, 3)
                    .nIn(2 * filters)
                    .nOut(1)
                    .convolutionMode(ConvolutionMode.Same)
                    .activation(Activation.IDENTITY)
                    .build(),
                "skip")
            .addLayer(
                "image",
                new LossLayer.Builder(new HalfSquaredError())
                    .activation(Activation.SIGMOID)
                    .build(),
                new CnnToFeedForwardPreProcessor(8, 12, 1),
                "pixels out")
            .setOutputs("image")
            .setInputTypes(InputType.convolutionalFlat(8, 12, 1));
    return new Case("skipping, " + filters + " filters", initialised(builder), "code", 96);
  }

  static Stream<Case> graphs() {
    return Stream.of(inARow(), branching(), twiceTheSame(), skipping(16), skipping(5));
  }

  private static DataSet batch(int rows, int inputs) {
    INDArray x = Networks.uniform(DataType.FLOAT, 3 + rows, rows, inputs);
    return new DataSet(x, x);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("graphs")
  void gradientAndScore(Case which) throws NotCompilable {
    DataSet batch = batch(16, which.inputs());
    ComputationGraph stock = which.graph().clone();
    stock.setInputs(batch.getFeatures());
    stock.setLabels(batch.getLabels());
    stock.computeGradientAndScore();
    Network net = Network.of(which.graph());
    try (CompiledStep step =
        new CompiledStep(net, Parity.ONE_DNN, Precision.F32, batch.getFeatures().shape())) {
      assertThat(step.gradientAndScore(batch))
          .isCloseTo(stock.score(), within(1e-5 * Math.abs(stock.score())));
    }
    assertThat(worst(net.gradient(), stock.gradient().gradient())).isLessThan(1e-4);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("graphs")
  void hundredSteps(Case which) throws NotCompilable {
    ComputationGraph stock = which.graph().clone();
    Network fast = Network.of(which.graph().clone());
    DataSet[] batches = {batch(16, which.inputs()), batch(13, which.inputs())};
    try (TrainingStep step = StepCompiler.step(fast, Precision.F32, 16, which.inputs())) {
      for (int i = 0; i < 100; i++) {
        stock.fit(batches[i % 2]);
        step.fit(batches[i % 2]);
      }
    }
    assertThat(worst(fast.params(), stock.params())).isLessThan(1e-3);
    assertThat(worst(fast.updaterState().orElseThrow(), stock.getUpdater().getStateViewArray()))
        .isLessThan(1e-3);
    assertThat(fast.iterations()).isEqualTo(100);
    assertThat(((ComputationGraph) fast.model()).getConfiguration().toJson())
        .isEqualTo(stock.getConfiguration().toJson());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("graphs")
  void forward(Case which) throws NotCompilable {
    DataSet batch = batch(16, which.inputs());
    INDArray x = batch.getFeatures();
    Network net = Network.of(which.graph());
    INDArray output = which.graph().output(false, x)[0];
    INDArray codes = which.graph().feedForward(x, false).get(which.code());
    assertThat(worst(net.activations(Network.INPUT, which.code(), x), codes)).isZero();
    try (Programs programs = new Programs(net, Parity.ONE_DNN, Precision.F32);
        ForwardPass fast = new CompiledForward(net, Parity.ONE_DNN)) {
      programs.program(Purpose.SCORE, x.shape());
      programs.program(Purpose.ACTIVATIONS, x.shape());
      assertThat(fast.score(batch)).isCloseTo(which.graph().score(batch, false), within(1e-5));
      assertThat(worst(ForwardPass.output(fast, net, x), output)).isLessThan(1e-4);
      assertThat(worst(fast.activations(Network.INPUT, which.code(), x), codes)).isLessThan(1e-4);
    }
  }

  @Test
  void decodesFromTheCodeAlone() throws NotCompilable {
    Case which = branching();
    INDArray codes = Networks.uniform(DataType.FLOAT, 9, 4, 6);
    Network net = Network.of(which.graph());
    try (ForwardPass fast = new CompiledForward(net, Parity.ONE_DNN)) {
      assertThat(
              worst(
                  fast.activations("code", "image", codes),
                  net.activations("code", "image", codes)))
          .isLessThan(1e-4);
    }
  }

  /** What skips the code cannot be decoded from it. */
  @Test
  void whatTheCodeDoesNotHoldIsNamed() throws NotCompilable {
    Network net = Network.of(skipping(5).graph());
    try (Programs programs = new Programs(net, Parity.ONE_DNN, Precision.F32)) {
      assertThatThrownBy(() -> programs.program(Purpose.ACTIVATIONS, "code", "image", 2, 10, 4, 6))
          .isInstanceOf(NotCompilable.class)
          .hasMessage("\"down\" (ConvolutionLayer): it reads input, too, which is not given");
    }
    INDArray codes = Networks.uniform(DataType.FLOAT, 9, 2, 10, 4, 6);
    assertThatThrownBy(() -> net.activations("code", "image", codes))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("depends on");
  }

  @Test
  void namesAVertexThatIsNotKnown() {
    ComputationGraph graph =
        initialised(
            builder()
                .addLayer("code", dense(INPUTS, 8), "pixels")
                .addVertex("normal", new L2NormalizeVertex(), "code")
                .addLayer("image", output(8), "normal")
                .setOutputs("image"));
    assertThatThrownBy(() -> StepCompiler.step(Network.of(graph), Precision.F32, 16, INPUTS))
        .isInstanceOf(NotCompilable.class)
        .hasMessage(
            "\"normal\" (L2NormalizeVertex): this vertex is not known to the compiled step");
  }

  private static double worst(INDArray actual, INDArray expected) {
    assertThat(actual.length()).isEqualTo(expected.length());
    return Parity.worst(actual.dup('c').data().asFloat(), expected.dup('c').data().asDouble());
  }
}
