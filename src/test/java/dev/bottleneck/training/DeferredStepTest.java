package dev.bottleneck.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.bottleneck.data.Batches;
import dev.bottleneck.layer.ActivityPenalty;
import dev.bottleneck.layer.BinaryCrossEntropyFromLogits;
import dev.bottleneck.layer.Gelu;
import dev.bottleneck.layer.PenaltyScaling;
import dev.bottleneck.testing.NetworkCopies;
import dev.bottleneck.testing.Networks;
import dev.bottleneck.testing.ShippedNetworks;
import dev.bottleneck.testing.ShippedNetworks.Variant;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.listeners.CollectScoresIterationListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossBinaryXENT;
import org.nd4j.linalg.lossfunctions.impl.LossFMeasure;
import org.nd4j.linalg.lossfunctions.impl.LossMAE;

/** Holds the deferred step against DL4J's own. */
class DeferredStepTest {
  private static final double RELATIVE = 1e-6;

  static Stream<Variant> shipped() {
    return ShippedNetworks.small();
  }

  private static MultiLayerNetwork network(OutputLayer output, double decay) {
    return Networks.layers(
        DataType.FLOAT,
        new Adam(0.01),
        new DenseLayer.Builder().nIn(5).nOut(4).activation(Activation.SIGMOID).l2(decay).build(),
        output);
  }

  private static OutputLayer output(ILossFunction loss, Activation activation) {
    return new OutputLayer.Builder(loss).nIn(4).nOut(5).activation(activation).build();
  }

  private static MultiLayerNetwork plain() {
    return network(output(BinaryCrossEntropyFromLogits.meanOverUnits(), Activation.SIGMOID), 0);
  }

  /** Four batches an epoch, the last of them short. */
  private static BatchSource batches(int inputs) {
    return Batches.of(Networks.uniform(DataType.FLOAT, 1, 23, inputs), 6, 3);
  }

  private static void assertSame(Network net, Network expected) {
    assertThat(net.params().toFloatVector()).containsExactly(expected.params().toFloatVector());
    expected
        .updaterState()
        .ifPresent(
            state ->
                assertThat(net.updaterState().orElseThrow().toFloatVector())
                    .containsExactly(state.toFloatVector()));
    // The loss function among the rest, and the counters.
    assertThat(NetworkCopies.json(net)).isEqualTo(NetworkCopies.json(expected));
  }

  private static void assertClose(double actual, double expected) {
    // A Kullback-Leibler divergence is a small difference of terms of that size.
    assertThat(actual).isCloseTo(expected, within(RELATIVE * Math.max(0.01, Math.abs(expected))));
  }

  /** Trains both for two epochs, and compares. */
  private static void trainsAlike(Network net, BatchSource batches) {
    Network expected = NetworkCopies.of(net);
    TrainingStep stock = TrainingStep.of(expected);
    try (TrainingStep step = DeferredStep.of(net)) {
      assertThat(step.lossWaits()).isTrue();
      for (int epoch = 0; epoch < 2; epoch++) {
        for (DataSet batch : batches.epoch(epoch)) {
          stock.fit(batch);
          step.fit(batch);
          assertThat(net.score()).isNaN();
        }
        assertClose(step.meanLoss(), stock.meanLoss());
        assertClose(net.score(), expected.score());
      }
      assertThat(step.meanLoss()).isNaN();
    }
    assertSame(net, expected);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("shipped")
  void trainsEveryShippedNetworkToTheSameBits(Variant variant) {
    trainsAlike(variant.network(), batches(variant.inputs()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("shipped")
  void scoresEveryShippedNetwork(Variant variant) {
    Network net = variant.network();
    String before = NetworkCopies.json(net);
    BatchSource batches = batches(variant.inputs());
    double expected = ForwardPass.of(net).meanScore(batches.epoch(0));
    try (ForwardPass pass = DeferredForward.of(net)) {
      for (int i = 0; i < 2; i++) {
        assertClose(pass.meanScore(batches.epoch(0)), expected);
      }
      DataSet batch = batches.epoch(0).iterator().next();
      assertThat(pass.score(batch)).isEqualTo(net.score(batch));
    }
    assertThat(NetworkCopies.json(net)).isEqualTo(before);
  }

  @ParameterizedTest
  @EnumSource(
      value = LossFunction.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"MEAN_ABSOLUTE_ERROR", "SPARSE_MCXENT"})
  void takesTheLossesOfDl4j(LossFunction loss) {
    boolean softmax = loss == LossFunction.MCXENT || loss == LossFunction.NEGATIVELOGLIKELIHOOD;
    trainsAlike(
        Network.of(
            network(
                output(loss.getILossFunction(), softmax ? Activation.SOFTMAX : Activation.SIGMOID),
                0)),
        batches(5));
  }

  /** With a penalty on one of two branches. */
  @Test
  void trainsAGraphToTheSameBits() {
    DenseLayer branch = new DenseLayer.Builder().nIn(5).nOut(2).activation(new Gelu()).build();
    ComputationGraph graph =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .seed(3)
                .updater(new Adam(0.01))
                .graphBuilder()
                .addInputs("values")
                .addLayer("left", branch, "values")
                .addLayer(
                    "penalty",
                    ActivityPenalty.l1(0.1, PenaltyScaling.DIVIDED_BY_BATCH_SIZE),
                    "left")
                .addLayer("right", branch.clone(), "values")
                .addVertex("code", new MergeVertex(), "penalty", "right")
                .addLayer(
                    "output",
                    output(BinaryCrossEntropyFromLogits.meanOverUnits(), Activation.SIGMOID),
                    "code")
                .setOutputs("output")
                .build());
    graph.init();
    trainsAlike(Network.of(graph), batches(5));
  }

  @Test
  void addsTheWeightDecayThatDl4jReads() {
    trainsAlike(
        Network.of(network(output(new LossBinaryXENT(), Activation.SIGMOID), 0.1)), batches(5));
  }

  /** The F-measure is of a whole batch; that of LossMAE is an oversight. */
  @Test
  void leavesWhatIsNoSumOverExamplesToPlainSteps() {
    assertThat(
            DeferredStep.of(Network.of(network(output(new LossMAE(), Activation.SIGMOID), 0)))
                .lossWaits())
        .isFalse();
    MultiLayerNetwork net =
        Networks.layers(
            DataType.FLOAT,
            new Sgd(0.1),
            new DenseLayer.Builder().nIn(5).nOut(4).build(),
            new OutputLayer.Builder(new LossFMeasure())
                .nIn(4)
                .nOut(1)
                .activation(Activation.SIGMOID)
                .build());
    assertThat(DeferredStep.of(Network.of(net)).lossWaits()).isFalse();
    assertThat(DeferredForward.of(Network.of(net))).isNotInstanceOf(DeferredForward.class);
  }

  @Test
  void tellsListenersTheTrueScore() {
    MultiLayerNetwork net = plain();
    MultiLayerNetwork expected = net.clone();
    CollectScoresIterationListener heard = new CollectScoresIterationListener();
    List<DataSet> batches = new ArrayList<>();
    batches(5).epoch(0).forEach(batch -> batches.add(batch.copy()));
    TrainingStep stock = TrainingStep.of(expected);
    TrainingStep step = DeferredStep.of(Network.of(net));
    for (DataSet batch : batches) {
      stock.fit(batch);
    }
    step.fit(batches.get(0));
    net.setListeners(heard);
    step.fit(batches.get(1));
    net.setListeners();
    step.fit(batches.get(2));
    step.fit(batches.get(3));
    assertThat(heard.getScoreVsIter().getScores().get(0)[0]).isPositive().isFinite();
    assertClose(step.meanLoss(), stock.meanLoss());
    assertSame(Network.of(net), Network.of(expected));
  }

  @Test
  void aPassThatFailsLeavesTheNetworkAsItWas() {
    MultiLayerNetwork net = plain();
    String before = net.getLayerWiseConfigurations().toJson();
    INDArray x = Networks.uniform(DataType.FLOAT, 1, 6, 5);
    TrainingStep step = DeferredStep.of(Network.of(net));
    assertThatThrownBy(() -> step.fit(new DataSet(x, Nd4j.zeros(DataType.FLOAT, 6, 2))))
        .isInstanceOf(RuntimeException.class);
    assertThat(net.getLayerWiseConfigurations().toJson()).isEqualTo(before);
  }

  /** What reads an array's values. */
  private static final Set<String> READS =
      Set.of(
          "getDouble",
          "getFloat",
          "getInt",
          "getLong",
          "getNumber",
          "sumNumber",
          "meanNumber",
          "maxNumber",
          "norm1Number",
          "norm2Number",
          "toDoubleVector",
          "toFloatVector",
          "element");

  /** A loss whose values may be computed with and not looked at. */
  private static final class Unread implements ILossFunction {
    private static final long serialVersionUID = 1;
    private final BinaryCrossEntropyFromLogits loss = BinaryCrossEntropyFromLogits.meanOverUnits();
    private int arrays;

    @Override
    public double computeScore(
        INDArray labels, INDArray preOutput, IActivation activation, INDArray mask, boolean mean) {
      throw new AssertionError("a score was read");
    }

    @Override
    public INDArray computeScoreArray(
        INDArray labels, INDArray preOutput, IActivation activation, INDArray mask) {
      arrays++;
      INDArray losses = loss.computeScoreArray(labels, preOutput, activation, mask);
      return (INDArray)
          Proxy.newProxyInstance(
              getClass().getClassLoader(),
              new Class<?>[] {INDArray.class},
              (proxy, method, arguments) -> {
                if (READS.contains(method.getName())) {
                  throw new AssertionError("a loss was read");
                }
                try {
                  return method.invoke(losses, arguments);
                } catch (InvocationTargetException e) {
                  throw e.getCause();
                }
              });
    }

    @Override
    public INDArray computeGradient(
        INDArray labels, INDArray preOutput, IActivation activation, INDArray mask) {
      return loss.computeGradient(labels, preOutput, activation, mask);
    }

    @Override
    public org.nd4j.common.primitives.Pair<Double, INDArray> computeGradientAndScore(
        INDArray labels, INDArray preOutput, IActivation activation, INDArray mask, boolean mean) {
      throw new AssertionError("a score was read");
    }

    @Override
    public String name() {
      return loss.name();
    }
  }

  private static final class Heard implements TrainingMonitor {
    private final List<Double> epochs = new ArrayList<>();
    private final List<Double> losses = new ArrayList<>();

    @Override
    public void step() {}

    @Override
    public void loss(double epoch, double meanLoss) {
      epochs.add(epoch);
      losses.add(meanLoss);
    }
  }

  /** Passes steps on and counts how often their loss is read. */
  private static final class Counting implements TrainingStep {
    private final TrainingStep step;
    private int readings;

    Counting(TrainingStep step) {
      this.step = step;
    }

    @Override
    public void fit(DataSet batch) {
      step.fit(batch);
    }

    @Override
    public double meanLoss() {
      readings++;
      return step.meanLoss();
    }

    @Override
    public boolean lossWaits() {
      return step.lossWaits();
    }

    @Override
    public void close() {
      step.close();
    }
  }

  @Test
  void theLossIsReadOnceAnEpoch() {
    MultiLayerNetwork net = plain();
    MultiLayerNetwork expected = net.clone();
    Unread loss = new Unread();
    ((org.deeplearning4j.nn.conf.layers.BaseOutputLayer) net.getOutputLayer().conf().getLayer())
        .setLossFn(loss);
    Counting step = new Counting(DeferredStep.of(Network.of(net)));
    Heard heard = new Heard();
    Trainer.fit(Network.of(net), step, batches(5), TrainingPlan.of(3), heard);
    assertThat(loss.arrays).isEqualTo(12);
    assertThat(step.readings).isEqualTo(3);
    assertThat(heard.epochs).containsExactly(1.0, 2.0, 3.0);
    Heard each = new Heard();
    Trainer.fit(expected, batches(5), 3, each);
    assertThat(net.params()).isEqualTo(expected.params());
    // The plain step gives four points an epoch, of one batch each.
    for (int epoch = 0; epoch < 3; epoch++) {
      double mean =
          each.losses.subList(4 * epoch, 4 * epoch + 4).stream()
              .mapToDouble(l -> l)
              .average()
              .orElseThrow();
      assertClose(heard.losses.get(epoch), mean);
    }
  }

  @Test
  void divergenceIsNoticedAtTheEndOfTheEpoch() {
    MultiLayerNetwork net = plain();
    net.params().putScalar(0, Double.NaN);
    assertThatThrownBy(
            () ->
                Trainer.fit(
                    Network.of(net),
                    DeferredStep.of(Network.of(net)),
                    batches(5),
                    TrainingPlan.of(2),
                    new Heard()))
        .isInstanceOf(Divergence.class)
        .hasMessageContaining("the training loss became NaN in epoch 1, by step 4;");
  }

  /** A mean activation outside of [0, 1] is refused when it is read, and NaN when it is not. */
  @Test
  void aMeanActivationThatIsNoneEndsAsDivergence() {
    MultiLayerNetwork net =
        Networks.layers(
            DataType.FLOAT,
            new Sgd(0.1),
            new DenseLayer.Builder().nIn(5).nOut(4).activation(Activation.IDENTITY).build(),
            ActivityPenalty.kl(0.1, 0.1, PenaltyScaling.AS_IT_STANDS),
            output(BinaryCrossEntropyFromLogits.meanOverUnits(), Activation.SIGMOID));
    net.getLayer(0).getParam("b").assign(3);
    TrainingStep step = DeferredStep.of(Network.of(net));
    step.fit(batches(5).epoch(0).iterator().next());
    assertThat(step.meanLoss()).isNaN();
  }
}
