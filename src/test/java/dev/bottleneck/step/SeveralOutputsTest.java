package dev.bottleneck.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bottleneck.layer.BinaryCrossEntropyFromLogits;
import dev.bottleneck.layer.SoftmaxCrossEntropy;
import dev.bottleneck.layer.WeightedLoss;
import dev.bottleneck.step.graph.NotCompilable;
import dev.bottleneck.step.graph.Precision;
import dev.bottleneck.step.graph.Purpose;
import dev.bottleneck.testing.NetworkCopies;
import dev.bottleneck.testing.Networks;
import dev.bottleneck.training.ForwardPass;
import dev.bottleneck.training.Network;
import dev.bottleneck.training.TrainingStep;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;

/** A network that is held against two things at once, whose labels stand side by side. */
class SeveralOutputsTest {
  private static final int INPUTS = 21;
  private static final int CLASSES = 4;

  private static DenseLayer dense(int in, int out) {
    return new DenseLayer.Builder().nIn(in).nOut(out).build();
  }

  private static OutputLayer output(int in, int out, Activation activation, ILossFunction loss) {
    return new OutputLayer.Builder(loss).nIn(in).nOut(out).activation(activation).build();
  }

  /** A code, and the class that is read from it. */
  private static GraphBuilder codeAndClass(ILossFunction loss) {
    return new NeuralNetConfiguration.Builder()
        .seed(7)
        .updater(new Adam(1e-3, 0.9, 0.999, 1e-7))
        .activation(Activation.TANH)
        .graphBuilder()
        .addInputs("pixels")
        .addLayer("code", dense(INPUTS, 9), "pixels")
        .addLayer("class", output(9, CLASSES, Activation.SOFTMAX, loss), "code");
  }

  private static Network network(GraphBuilder builder) {
    ComputationGraph graph = new ComputationGraph(builder.build());
    graph.init();
    return Network.of(graph);
  }

  /**
   * @param first the output whose labels come first; it need not be the one that is read first
   */
  static Network network(String first, String second) {
    return network(
        codeAndClass(new WeightedLoss(new SoftmaxCrossEntropy(), 0.7))
            .addLayer("decoder", dense(9, 12), "code")
            .addLayer(
                "image",
                output(
                    12,
                    INPUTS,
                    Activation.SIGMOID,
                    new WeightedLoss(BinaryCrossEntropyFromLogits.meanOverUnits(), 0.7)),
                "decoder")
            .setOutputs(first, second));
  }

  /** Every third example has no class. */
  static DataSet batch(int rows, String first) {
    INDArray x = Networks.uniform(DataType.FLOAT, 3 + rows, rows, INPUTS);
    float[][] classes = new float[rows][CLASSES];
    for (int row = 0; row < rows; row++) {
      if (row % 3 != 0) {
        classes[row][row % CLASSES] = 1;
      }
    }
    INDArray y = Nd4j.createFromArray(classes);
    return new DataSet(x, first.equals("image") ? Nd4j.hstack(x, y) : Nd4j.hstack(y, x));
  }

  @ParameterizedTest
  @ValueSource(strings = {"image", "class"})
  void trainsAsDeeplearning4jDoes(String first) {
    Network net = network(first, first.equals("image") ? "class" : "image");
    Parity.holds(net, batch(16, first), batch(13, first));
  }

  @Test
  void scoresAndRunsAsDeeplearning4jDoes() throws NotCompilable {
    Network net = network("image", "class");
    Parity.sameForward(net, "code", batch(16, "image"));
    INDArray x = batch(16, "image").getFeatures();
    try (Programs programs = new Programs(net, Parity.ONE_DNN, Precision.F32);
        ForwardPass fast = new CompiledForward(net, Parity.ONE_DNN)) {
      programs.program(Purpose.ACTIVATIONS, Network.INPUT, "class", x.shape());
      INDArray difference =
          fast.activations(Network.INPUT, "class", x)
              .sub(net.activations(Network.INPUT, "class", x));
      assertThat(difference.amaxNumber().doubleValue()).isLessThan(1e-5);
    }
  }

  /** Labels of any type are what they say, also to native code. */
  @Test
  void labelsMayBeOfAnotherType() {
    DataSet batch = batch(16, "image");
    DataSet doubles = new DataSet(batch.getFeatures(), batch.getLabels().castTo(DataType.DOUBLE));
    Network net = network("image", "class");
    Network same = NetworkCopies.of(net);
    try (TrainingStep step = Parity.compiled(net, 16, INPUTS);
        TrainingStep other = Parity.compiled(same, 16, INPUTS)) {
      step.fit(batch);
      other.fit(doubles);
      assertThat(other.meanLoss()).isEqualTo(step.meanLoss());
    }
    assertThat(same.params()).isEqualTo(net.params());
  }

  /** A layer that is told no size has what the other outputs leave. */
  @Test
  void anOutputMayEndInALossLayer() {
    Network net =
        network(
            codeAndClass(new WeightedLoss(new SoftmaxCrossEntropy(), 0.7))
                .addLayer(
                    "logits",
                    new DenseLayer.Builder()
                        .nIn(9)
                        .nOut(INPUTS)
                        .activation(Activation.IDENTITY)
                        .build(),
                    "code")
                .addLayer(
                    "image",
                    new LossLayer.Builder(BinaryCrossEntropyFromLogits.meanOverUnits())
                        .activation(Activation.SIGMOID)
                        .build(),
                    "logits")
                .setOutputs("image", "class"));
    Parity.holds(net, batch(16, "image"), batch(13, "image"));
  }

  /** Deeplearning4j's own draws the softmax of a row without a class towards nought; so be it. */
  @Test
  void deeplearning4jsCrossEntropyIsAsItIs() {
    INDArray both = batch(16, "class").getLabels();
    INDArray classes = both.get(NDArrayIndex.all(), NDArrayIndex.interval(0, CLASSES)).dup('c');
    assertThat(classes.getRow(0).sumNumber().intValue()).isZero();
    Parity.holds(
        network(codeAndClass(new LossMCXENT()).setOutputs("class")),
        new DataSet(batch(16, "class").getFeatures(), classes));
  }

  @Test
  void labelsOfTheWrongWidthAreRefused() {
    Network net = network("image", "class");
    DataSet batch = batch(16, "image");
    DataSet wrong = new DataSet(batch.getFeatures(), batch.getFeatures());
    try (TrainingStep step = Parity.compiled(net, 16, INPUTS)) {
      assertThatThrownBy(() -> step.fit(wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("labels [16, 21] of outputs of [21, 4] values");
    }
  }
}
