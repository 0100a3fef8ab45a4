package dev.bottleneck.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.bottleneck.experiment.DenoisingPretrainingExperiment.Hyperparameters;
import dev.bottleneck.layer.Masking;
import dev.bottleneck.testing.PlainSigmoidNetwork;
import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The experiment's networks take the very steps of an independent implementation. */
class DenoisingPretrainingReferenceTest {
  private static final int STEPS = 30;

  private static final Hyperparameters H =
      new Hyperparameters(
          20,
          List.of(12, 8),
          4,
          CorruptionLevels.of(0.5),
          InitialBiases.UNIFORM,
          ClassifierLoss.SQUARED_ERROR,
          10,
          1,
          1.0,
          1,
          1.0,
          0.5,
          0);

  private static PlainSigmoidNetwork copy(MultiLayerNetwork net) {
    PlainSigmoidNetwork plain = new PlainSigmoidNetwork();
    for (org.deeplearning4j.nn.api.Layer layer : net.getLayers()) {
      plain.layers.add(
          new PlainSigmoidNetwork.Layer(
              layer.getParam("W").transpose().toDoubleMatrix(),
              layer.getParam("b").reshape(layer.getParam("b").length()).toDoubleVector()));
    }
    return plain;
  }

  private static void assertEqual(MultiLayerNetwork net, PlainSigmoidNetwork plain) {
    for (int l = 0; l < net.getnLayers(); l++) {
      double[][] w = net.getLayer(l).getParam("W").transpose().toDoubleMatrix();
      for (int j = 0; j < w.length; j++) {
        assertThat(w[j]).containsExactly(plain.layers.get(l).w[j], within(1e-4));
      }
    }
  }

  private static INDArray images(long seed) {
    return Nd4j.createFromArray(new java.util.SplittableRandom(seed).doubles(200).toArray())
        .reshape(10, 20)
        .castTo(DataType.FLOAT);
  }

  /** DeepLearnToolbox draws biases and weights of a layer from one range, in one matrix. */
  @Test
  void everyParameterBeginsWhereTheSourceHasIt() {
    Hyperparameters wide =
        new Hyperparameters(
            784,
            List.of(100, 100),
            10,
            CorruptionLevels.of(0.5),
            InitialBiases.UNIFORM,
            ClassifierLoss.SQUARED_ERROR,
            100,
            1,
            1.0,
            1,
            1.0,
            0.5,
            0);
    List<MultiLayerNetwork> networks =
        List.of(
            DenoisingPretrainingNetworks.initialized(
                DenoisingPretrainingNetworks.classifier(wide, 3), wide),
            DenoisingPretrainingNetworks.initialized(
                DenoisingPretrainingNetworks.autoencoder(wide, 784, 100, 0.5, 4), wide));
    for (MultiLayerNetwork net : networks) {
      for (int layer = 0; layer < net.getnLayers(); layer++) {
        double bound =
            4 * Math.sqrt(6.0 / (net.layerInputSize(layer) + (double) net.layerSize(layer)));
        for (String name : List.of("W", "b")) {
          INDArray values = net.getLayer(layer).getParam(name);
          assertThat(values.amaxNumber().doubleValue()).isBetween(0.7 * bound, bound);
          if (values.length() >= 100) {
            double variance = bound * bound / 3;
            double error = variance * Math.sqrt(0.8 / values.length());
            assertThat(values.varNumber().doubleValue()).isCloseTo(variance, within(4 * error));
          }
        }
      }
    }
  }

  @Test
  void theClassifierStepsLikeTheReference() {
    MultiLayerNetwork net =
        DenoisingPretrainingNetworks.initialized(DenoisingPretrainingNetworks.classifier(H, 3), H);
    PlainSigmoidNetwork plain = copy(net);
    INDArray labels =
        Nd4j.eye(4)
            .get(org.nd4j.linalg.indexing.NDArrayIndex.indices(0, 1, 2, 3, 0, 1, 2, 3, 0, 1))
            .castTo(DataType.FLOAT);
    for (int step = 0; step < STEPS; step++) {
      INDArray x = images(step);
      double loss = plain.step(x.toDoubleMatrix(), labels.toDoubleMatrix(), 1, 0.5);
      net.fit(x, labels);
      assertThat(net.score()).isCloseTo(loss, within(1e-4));
    }
    assertEqual(net, plain);
  }

  @Test
  void theDenoisingAutoencoderStepsLikeTheReferenceOnTheSameMasks() {
    MultiLayerNetwork net =
        DenoisingPretrainingNetworks.initialized(
            DenoisingPretrainingNetworks.autoencoder(H, 20, 12, 0.5, 3), H);
    PlainSigmoidNetwork plain = copy(net);
    Masking masking = new Masking(0.5, 3);
    for (int step = 0; step < STEPS; step++) {
      INDArray x = images(step);
      double loss =
          plain.step(masking.corrupt(x, step).toDoubleMatrix(), x.toDoubleMatrix(), 1, 0.5);
      net.fit(x, x);
      assertThat(net.score()).isCloseTo(loss, within(1e-4));
    }
    assertEqual(net, plain);
  }
}
