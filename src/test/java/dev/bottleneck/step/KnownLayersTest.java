package dev.bottleneck.step;

import dev.bottleneck.layer.ActivityPenalty;
import dev.bottleneck.layer.BinaryCrossEntropyFromLogits;
import dev.bottleneck.layer.ClippedBinaryCrossEntropy;
import dev.bottleneck.layer.ContractiveDense;
import dev.bottleneck.layer.GaussianCode;
import dev.bottleneck.layer.GaussianCorruption;
import dev.bottleneck.layer.Gelu;
import dev.bottleneck.layer.GeluTanh;
import dev.bottleneck.layer.HalfSquaredError;
import dev.bottleneck.layer.InvertedDropout;
import dev.bottleneck.layer.KSparse;
import dev.bottleneck.layer.Masking;
import dev.bottleneck.layer.PenaltyScaling;
import dev.bottleneck.layer.SaltAndPepper;
import dev.bottleneck.layer.TiedDecoder;
import dev.bottleneck.layer.TiedEncoder;
import dev.bottleneck.testing.Networks;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossL2;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;

/** Every layer, activation, loss and corruption the compiled step knows computes as DL4J's does. */
class KnownLayersTest {
  private static final int INPUTS = 21;
  private static final int CODE = 8;

  private static IUpdater updater() {
    return new Adam(1e-3, 0.9, 0.999, 1e-7);
  }

  static Stream<IActivation> activations() {
    return Stream.concat(
        Stream.of(Activation.IDENTITY, Activation.SIGMOID, Activation.TANH, Activation.RELU)
            .map(Activation::getActivationFunction),
        Stream.of(new Gelu(), new GeluTanh()));
  }

  @ParameterizedTest
  @MethodSource("activations")
  void activationWithin(IActivation activation) {
    holds(dense(INPUTS, CODE).activation(activation).build(), output());
  }

  @ParameterizedTest
  @MethodSource("activations")
  void activationAsALayer(IActivation activation) {
    holds(
        dense(INPUTS, CODE).activation(Activation.SIGMOID).build(),
        new ActivationLayer.Builder().activation(activation).build(),
        output());
  }

  @ParameterizedTest
  @MethodSource("activations")
  void activationAtTheEnd(IActivation activation) {
    holds(
        dense(INPUTS, CODE).activation(Activation.TANH).build(),
        new OutputLayer.Builder(new HalfSquaredError())
            .nIn(CODE)
            .nOut(INPUTS)
            .activation(activation)
            .build());
  }

  static Stream<ILossFunction> losses() {
    return Stream.of(
        BinaryCrossEntropyFromLogits.meanOverUnits(),
        BinaryCrossEntropyFromLogits.sumOverUnits(),
        new ClippedBinaryCrossEntropy(),
        new HalfSquaredError(),
        new LossMSE(),
        new LossL2());
  }

  /** Linear outputs lie on both sides of [0, 1], too, where the loss is clipped and jumps. */
  @Test
  void clippedCrossEntropyWhereItClips() {
    MultiLayerNetwork net =
        Networks.layers(
            DataType.FLOAT,
            updater(),
            dense(INPUTS, CODE).activation(Activation.TANH).build(),
            new OutputLayer.Builder(new ClippedBinaryCrossEntropy())
                .nIn(CODE)
                .nOut(INPUTS)
                .activation(Activation.IDENTITY)
                .build());
    // Few outputs remain close to the jumps, where the loss magnifies an output's last digit.
    net.params().muli(8);
    Parity.sameGradient(net, Parity.images(16, INPUTS)[0]);
  }

  @ParameterizedTest
  @MethodSource("losses")
  void loss(ILossFunction loss) {
    holds(
        dense(INPUTS, CODE).activation(Activation.TANH).build(),
        new OutputLayer.Builder(loss)
            .nIn(CODE)
            .nOut(INPUTS)
            .activation(Activation.SIGMOID)
            .build());
  }

  static Stream<ILossFunction> ownLosses() {
    return losses().filter(loss -> loss.getClass().getName().startsWith("dev.bottleneck"));
  }

  @ParameterizedTest
  @MethodSource("ownLosses")
  void lossAsALayer(ILossFunction loss) {
    holds(
        dense(INPUTS, INPUTS).activation(Activation.IDENTITY).build(),
        new LossLayer.Builder(loss).activation(Activation.SIGMOID).build());
  }

  @Test
  void classifier() {
    INDArray x = Networks.uniform(DataType.FLOAT, 4, 16, INPUTS);
    INDArray y = Nd4j.zeros(DataType.FLOAT, 16, 5);
    for (int i = 0; i < 16; i++) {
      y.putScalar(i, i * 7 % 5, 1);
    }
    Parity.holds(
        Networks.layers(
            DataType.FLOAT,
            updater(),
            dense(INPUTS, CODE).activation(Activation.RELU).build(),
            new OutputLayer.Builder(new LossMCXENT())
                .nIn(CODE)
                .nOut(5)
                .activation(new ActivationSoftmax())
                .build()),
        new DataSet(x, y));
  }

  static Stream<IDropout> corruptions() {
    return Stream.of(
        new Masking(0.3, 5),
        new GaussianCorruption(0.4, 6),
        new SaltAndPepper(0.3, 7),
        new InvertedDropout(0.4, 8));
  }

  @ParameterizedTest
  @MethodSource("corruptions")
  void corruptedInput(IDropout corruption) {
    holds(dense(INPUTS, CODE).activation(new Gelu()).dropOut(corruption).build(), output());
  }

  @ParameterizedTest
  @MethodSource("corruptions")
  void corruptedWithin(IDropout corruption) {
    holds(
        new TiedEncoder.Builder()
            .name("encoder")
            .nIn(INPUTS)
            .nOut(CODE)
            .activation(Activation.SIGMOID)
            .build(),
        new TiedDecoder.Builder()
            .encoder("encoder")
            .nIn(CODE)
            .nOut(INPUTS)
            .activation(new Gelu())
            .dropOut(corruption)
            .build(),
        new OutputLayer.Builder(BinaryCrossEntropyFromLogits.meanOverUnits())
            .nIn(INPUTS)
            .nOut(INPUTS)
            .activation(Activation.SIGMOID)
            .dropOut(corruption)
            .build());
  }

  static Stream<ActivityPenalty> penalties() {
    return Stream.of(PenaltyScaling.values())
        .flatMap(
            scaling ->
                Stream.of(
                    ActivityPenalty.l1(0.01, scaling), ActivityPenalty.kl(0.3, 0.1, scaling)));
  }

  @ParameterizedTest
  @MethodSource("penalties")
  void penalty(ActivityPenalty penalty) {
    holds(dense(INPUTS, CODE).activation(Activation.SIGMOID).build(), penalty, output());
  }

  @Test
  void twoDecodersOfOneEncoder() {
    holds(
        new TiedEncoder.Builder()
            .name("encoder")
            .nIn(INPUTS)
            .nOut(INPUTS)
            .activation(Activation.TANH)
            .build(),
        new TiedDecoder.Builder()
            .encoder("encoder")
            .nIn(INPUTS)
            .nOut(INPUTS)
            .activation(Activation.TANH)
            .build(),
        new TiedDecoder.Builder()
            .encoder("encoder")
            .nIn(INPUTS)
            .nOut(INPUTS)
            .activation(Activation.IDENTITY)
            .build(),
        new LossLayer.Builder(new HalfSquaredError()).activation(Activation.SIGMOID).build());
  }

  static Stream<IActivation> contractive() {
    return Stream.of(new ActivationSigmoid(), new ActivationTanH());
  }

  @ParameterizedTest
  @MethodSource("contractive")
  void contractiveAlone(IActivation activation) {
    holds(contractiveEncoder(activation), output());
  }

  @ParameterizedTest
  @MethodSource("contractive")
  void contractiveWithTiedDecoder(IActivation activation) {
    holds(
        contractiveEncoder(activation),
        new TiedDecoder.Builder()
            .encoder("encoder")
            .nIn(CODE)
            .nOut(INPUTS)
            .activation(Activation.IDENTITY)
            .build(),
        new LossLayer.Builder(BinaryCrossEntropyFromLogits.sumOverUnits())
            .activation(Activation.SIGMOID)
            .build());
  }

  @Test
  void kSparse() {
    holds(dense(INPUTS, CODE).activation(Activation.IDENTITY).build(), new KSparse(3), output());
  }

  @Test
  void gaussianCode() {
    holds(
        dense(INPUTS, 2 * CODE).activation(Activation.IDENTITY).build(),
        new GaussianCode(0.7, 3),
        output());
  }

  private static void holds(Layer... layers) {
    Parity.holds(Networks.layers(DataType.FLOAT, updater(), layers), Parity.images(16, INPUTS));
  }

  private static DenseLayer.Builder dense(int in, int out) {
    return new DenseLayer.Builder().nIn(in).nOut(out);
  }

  private static Layer contractiveEncoder(IActivation activation) {
    return new ContractiveDense.Builder()
        .weight(0.1)
        .name("encoder")
        .nIn(INPUTS)
        .nOut(CODE)
        .activation(activation)
        .build();
  }

  private static OutputLayer output() {
    return new OutputLayer.Builder(BinaryCrossEntropyFromLogits.meanOverUnits())
        .nIn(CODE)
        .nOut(INPUTS)
        .activation(Activation.SIGMOID)
        .build();
  }
}
