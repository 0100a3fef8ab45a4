package dev.bottleneck.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bottleneck.data.Batches;
import dev.bottleneck.layer.ClassicalMomentum;
import dev.bottleneck.layer.HalfSquaredError;
import dev.bottleneck.layer.Masking;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class GreedyPretrainingTest {
  private static final int INPUTS = 6;
  private static final List<Integer> HIDDEN = List.of(4, 3);

  private final List<Double> losses = new ArrayList<>();
  private final INDArray features =
      Nd4j.createFromArray(new SplittableRandom(5).doubles(40 * INPUTS).toArray())
          .reshape(40, INPUTS)
          .castTo(Nd4j.dataType());

  private static OutputLayer output(int in, int out) {
    return new OutputLayer.Builder(new HalfSquaredError())
        .nIn(in)
        .nOut(out)
        .activation(Activation.SIGMOID)
        .build();
  }

  private static NeuralNetConfiguration.Builder builder(long seed) {
    return new NeuralNetConfiguration.Builder()
        .seed(seed)
        .activation(Activation.SIGMOID)
        .updater(new ClassicalMomentum(1, 0.5));
  }

  private static MultiLayerNetwork classifier() {
    MultiLayerNetwork net =
        new MultiLayerNetwork(
            builder(1)
                .list()
                .layer(new DenseLayer.Builder().nIn(INPUTS).nOut(HIDDEN.get(0)).build())
                .layer(new DenseLayer.Builder().nIn(HIDDEN.get(0)).nOut(HIDDEN.get(1)).build())
                .layer(output(HIDDEN.get(1), 2))
                .build());
    net.init();
    return net;
  }

  private static MultiLayerNetwork autoencoder(int layer, int inputs, int code) {
    MultiLayerNetwork net = new MultiLayerNetwork(configuration(layer, inputs, code));
    net.init();
    return net;
  }

  private static MultiLayerConfiguration configuration(int layer, int inputs, int code) {
    return builder(2 + layer)
        .list()
        .layer(
            new DenseLayer.Builder()
                .nIn(inputs)
                .nOut(code)
                .dropOut(new Masking(0.5, layer))
                .build())
        .layer(output(code, inputs))
        .build();
  }

  private static GreedyPretraining.Input input(int layer, INDArray codes, List<INDArray> seen) {
    seen.add(codes.dup());
    return new GreedyPretraining.Input(
        Batches.of(codes, codes, 10, layer),
        Batches.of(codes, 7, 0).inOrder(),
        (int) codes.size(0),
        (int) codes.size(1));
  }

  private List<MultiLayerNetwork> pretrain(MultiLayerNetwork net, List<INDArray> seen) {
    return new GreedyPretraining(2, GreedyPretrainingTest::autoencoder, Engine.DEEPLEARNING4J)
        .pretrain(
            net,
            input(0, features, seen),
            (layer, codes) -> input(layer, codes, seen),
            (layer, autoencoder, input) ->
                Trainer.fit(autoencoder.asLayers(), input.batches(), 30, monitor()));
  }

  private TrainingMonitor monitor() {
    return new TrainingMonitor() {
      @Override
      public void step() {}

      @Override
      public void loss(double epoch, double meanLoss) {
        losses.add(meanLoss);
      }
    };
  }

  @Test
  void hiddenLayersBecomeTheAutoencodersEncodersAndTheOutputLayerStays() {
    MultiLayerNetwork net = classifier();
    INDArray outputLayer = net.getLayer(2).params().dup();
    INDArray before = net.getLayer(0).params().dup();
    List<MultiLayerNetwork> autoencoders = pretrain(net, new ArrayList<>());
    for (int i = 0; i < 2; i++) {
      assertThat(net.getLayer(i).params()).isEqualTo(autoencoders.get(i).getLayer(0).params());
    }
    assertThat(net.getLayer(2).params()).isEqualTo(outputLayer);
    assertThat(net.getLayer(0).params()).isNotEqualTo(before);
  }

  @Test
  void theSecondLayerLearnsFromTheUncorruptedCodesOfTheFirst() {
    MultiLayerNetwork net = classifier();
    List<INDArray> seen = new ArrayList<>();
    pretrain(net, seen);
    assertThat(seen.get(0)).isEqualTo(features);
    assertThat(seen.get(1).equalsWithEps(net.feedForwardToLayer(0, features, false).get(1), 1e-6))
        .isTrue();
  }

  @Test
  void theReconstructionErrorFalls() {
    pretrain(classifier(), new ArrayList<>());
    int half = losses.size() / 2;
    assertThat(losses.get(half - 1)).isLessThan(losses.get(0));
    assertThat(losses.get(losses.size() - 1)).isLessThan(losses.get(half));
  }
}
