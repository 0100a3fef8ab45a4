package dev.bottleneck.step;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bottleneck.experiment.RecurrentExperiment;
import dev.bottleneck.experiment.RecurrentExperiment.Hyperparameters;
import dev.bottleneck.layer.HalfSquaredError;
import dev.bottleneck.layer.Masking;
import dev.bottleneck.layer.ReshapeExamples;
import dev.bottleneck.step.graph.Precision;
import dev.bottleneck.study.result.Arm;
import dev.bottleneck.testing.Networks;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GravesLSTM;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.misc.RepeatVector;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToRnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.RnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Adam;

/** The recurrent layers compute as DL4J's do, and what is not known of them is refused. */
class RecurrentLayersTest {
  private static final int STEPS = 3;
  private static final int WIDTH = 5;
  private static final int INPUTS = STEPS * WIDTH;

  private static MultiLayerNetwork recurrent(int height, int width, int hidden, int code) {
    Hyperparameters h = new Hyperparameters(height, width, hidden, code, 32, 10, 0.001);
    MultiLayerNetwork net =
        new MultiLayerNetwork(
            new RecurrentExperiment().network(h, new Arm("recurrent", "recurrent"), 1));
    net.init();
    return net;
  }

  private static DataSet images(int batch, int inputs) {
    INDArray x = Networks.uniform(DataType.FLOAT, 3 + batch, batch, inputs);
    return new DataSet(x, x);
  }

  @ParameterizedTest
  @CsvSource({"4, 5, 3, 2", "2, 1, 1, 1", "6, 7, 19, 33"})
  void autoencoder(int height, int width, int hidden, int code) {
    Parity.holds(recurrent(height, width, hidden, code), Parity.images(9, height * width));
  }

  /** More rows than pass through the gates at once, the last part smaller. */
  @Test
  void manyExamples() {
    Parity.holds(recurrent(3, 4, 120, 5), Parity.images(30, 12));
  }

  @Test
  void singleExample() {
    Parity.holds(recurrent(4, 5, 3, 2), images(1, 20));
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 32})
  void shippedNetwork(int batch) {
    MultiLayerNetwork net = recurrent(28, 28, 100, 30);
    DataSet images = images(batch, 28 * 28);
    Parity.sameGradient(net, images);
    Parity.sameAfter(30, net, images, images, images(batch - 3, 28 * 28));
  }

  @Test
  void lstmUponLstm() {
    holds(lstm(WIDTH, 4).build(), lstm(4, 6).build(), last(lstm(6, 3)), output(3));
  }

  @Test
  void lastTimeStepOfARepeatedVector() {
    holds(lstm(WIDTH, 4).build(), last(lstm(4, 3)), repeat(6), last(lstm(3, 4)), output(4));
  }

  @Test
  void vectorRepeatedOnce() {
    holds(last(lstm(WIDTH, 4)), repeat(1), lstm(4, 3).build(), last(lstm(3, 4)), output(4));
  }

  @Test
  void sequenceOfOneStep() {
    Parity.holds(
        sequences(1, INPUTS, lstm(INPUTS, 4).build(), last(lstm(4, 3)), output(3)),
        Parity.images(8, INPUTS));
  }

  private static void holds(Layer... layers) {
    Parity.holds(sequences(STEPS, WIDTH, layers), Parity.images(8, INPUTS));
  }

  static Stream<Arguments> unknown() {
    String activations = "its activation must be tanh and that of its gates sigmoid, not ";
    return Stream.of(
        Arguments.of("(GravesLSTM): this layer is not known", graves()),
        Arguments.of("(LastTimeStep): of GravesLSTM", new LastTimeStep(graves())),
        Arguments.of("(LSTM): the dropout Masking(", lstm().dropOut(new Masking(0.1, 1)).build()),
        Arguments.of("(LastTimeStep): of LSTM", last(lstm().dropOut(new Masking(0.1, 1)))),
        Arguments.of("(LSTM): the format NCW", lstm().dataFormat(RNNFormat.NCW).build()),
        Arguments.of(
            "(LSTM): " + activations + "softsign and sigmoid",
            lstm().activation(Activation.SOFTSIGN).build()),
        Arguments.of(
            "(LSTM): " + activations + "tanh and hardsigmoid",
            lstm().gateActivationFunction(Activation.HARDSIGMOID).build()),
        Arguments.of("(LSTM): l1, l2 and weight decay", lstm().l2(0.1).build()),
        Arguments.of("(LastTimeStep): l1, l2 and weight decay", last(lstm().l2(0.1))),
        Arguments.of("(RepeatVector): the format NCW", new RepeatVector.Builder<>(STEPS).build()));
  }

  @ParameterizedTest
  @MethodSource("unknown")
  void namesLayerAndSetting(String reason, Layer layer) {
    assertRefused(
        "layer 1 " + reason,
        sequences(
            STEPS,
            WIDTH,
            layer instanceof RepeatVector ? last(lstm(WIDTH, 4)) : lstm(WIDTH, 4).build(),
            layer,
            last(lstm(4, 4)),
            output(4)));
  }

  @Test
  void namesWhatDoesNotFit() {
    assertRefused(
        "layer 2 (OutputLayer): of a sequence [8, 3, 4] it is not known",
        sequences(STEPS, WIDTH, last(lstm(WIDTH, 4)), repeat(STEPS), output(4)));
    assertRefused(
        "layer 1: a repeated vector is known before a recurrent layer alone", repeatedToRows());
    assertRefused(
        "layer 1 (OutputLayer): of a sequence [8, 3, 4] it is not known",
        sequences(STEPS, WIDTH, lstm(WIDTH, 4).build(), output(4)));
    assertRefused(
        "layer 0 (LSTM): its input is [8, 15], not [batch, time, 15]",
        Networks.layers(
            DataType.FLOAT, new Adam(1e-3), lstm(INPUTS, 4).build(), last(lstm(4, 4)), output(4)));
  }

  private static MultiLayerNetwork repeatedToRows() {
    MultiLayerNetwork net =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .updater(new Adam(1e-3))
                .list()
                .layer(new DenseLayer.Builder().nIn(INPUTS).nOut(4).build())
                .layer(repeat(STEPS))
                .layer(new DenseLayer.Builder().nIn(4).nOut(4).build())
                .layer(lstm(4, 4).build())
                .layer(last(lstm(4, 4)))
                .layer(output(4))
                .inputPreProcessor(2, new RnnToFeedForwardPreProcessor(RNNFormat.NWC))
                .inputPreProcessor(3, new FeedForwardToRnnPreProcessor(RNNFormat.NWC))
                .build());
    net.init();
    return net;
  }

  @Test
  void namesWhatIsNotKnownOnEachStep() {
    DenseLayer corrupted =
        new DenseLayer.Builder().nIn(4).nOut(4).dropOut(new Masking(0.1, 1)).build();
    assertRefused(
        "layer 1 (DenseLayer): on each step of a sequence",
        onEachStep(new RnnToFeedForwardPreProcessor(RNNFormat.NWC), corrupted));
    assertRefused(
        "layer 1 (OutputLayer): on each step of a sequence",
        onEachStep(new RnnToFeedForwardPreProcessor(RNNFormat.NWC), output(4)));
    assertRefused(
        "layer 1 (DenseLayer): the preprocessor RnnToFeedForwardPreProcessor(rnnDataFormat=NCW)",
        onEachStep(new RnnToFeedForwardPreProcessor(RNNFormat.NCW), corrupted));
  }

  private static void assertRefused(String reason, MultiLayerNetwork net) {
    assertThat(Parity.refusal(net, Precision.F32, 8, INPUTS).orElseThrow()).startsWith(reason);
  }

  private static MultiLayerNetwork onEachStep(InputPreProcessor before, Layer layer) {
    return sequences(STEPS, WIDTH, before, lstm(WIDTH, 4).build(), layer);
  }

  private static MultiLayerNetwork sequences(int steps, int width, Layer... layers) {
    return sequences(steps, width, null, layers);
  }

  /** Takes images as sequences of their rows. */
  private static MultiLayerNetwork sequences(
      int steps, int width, InputPreProcessor beforeTheSecond, Layer... layers) {
    var list =
        new NeuralNetConfiguration.Builder()
            .seed(7)
            .updater(new Adam(1e-3, 0.9, 0.999, 1e-7))
            .list();
    for (Layer layer : layers) {
      list.layer(layer);
    }
    long[] image = {(long) steps * width};
    list.inputPreProcessor(0, new ReshapeExamples(image, new long[] {steps, width}));
    if (beforeTheSecond != null) {
      list.inputPreProcessor(1, beforeTheSecond);
    }
    MultiLayerNetwork net = new MultiLayerNetwork(list.build());
    net.init();
    return net;
  }

  private static LSTM.Builder lstm() {
    return lstm(4, 4);
  }

  private static LSTM.Builder lstm(int from, int units) {
    return new LSTM.Builder()
        .nIn(from)
        .nOut(units)
        .dataFormat(RNNFormat.NWC)
        .activation(Activation.TANH);
  }

  private static Layer last(LSTM.Builder lstm) {
    return new LastTimeStep(lstm.build());
  }

  private static GravesLSTM graves() {
    GravesLSTM layer = new GravesLSTM.Builder().nIn(4).nOut(4).build();
    layer.setRnnDataFormat(RNNFormat.NWC);
    return layer;
  }

  private static Layer repeat(int times) {
    return new RepeatVector.Builder<>(times).dataFormat(RNNFormat.NWC).build();
  }

  private static Layer output(int from) {
    return new OutputLayer.Builder(new HalfSquaredError())
        .nIn(from)
        .nOut(INPUTS)
        .activation(Activation.SIGMOID)
        .build();
  }
}
