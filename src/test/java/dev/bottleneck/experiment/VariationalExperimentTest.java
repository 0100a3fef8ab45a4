package dev.bottleneck.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.bottleneck.experiment.VariationalExperiment.Hyperparameters;
import dev.bottleneck.layer.BinaryCrossEntropyFromLogits;
import dev.bottleneck.layer.GaussianCode;
import dev.bottleneck.step.EngineChoice;
import dev.bottleneck.study.result.Arm;
import dev.bottleneck.testing.Networks;
import dev.bottleneck.training.Network;
import dev.bottleneck.training.TrainingStep;
import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

class VariationalExperimentTest {
  private static final int SEED = 5;
  private static final Hyperparameters H = new Hyperparameters(36, 14, 3, 0.7, 8, 1, 0.001);

  private static ComputationGraph graph() {
    Network net =
        new VariationalExperiment()
            .definition(H, new Arm("variational", "variational"), SEED)
            .initialized();
    return (ComputationGraph) net.model();
  }

  /** The same with both heads in one layer, all layers in a row, and the graph's parameters. */
  private static MultiLayerNetwork inARow(ComputationGraph graph) {
    MultiLayerNetwork net =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(SEED)
                .updater(Keras.adam(H.learningRate()))
                .activation(Activation.RELU)
                .list()
                .layer(new DenseLayer.Builder().nIn(H.inputs()).nOut(H.hidden()).build())
                .layer(
                    new DenseLayer.Builder()
                        .nIn(H.hidden())
                        .nOut(2 * H.code())
                        .activation(Activation.IDENTITY)
                        .build())
                .layer(new GaussianCode(H.beta(), SEED))
                .layer(new DenseLayer.Builder().nIn(H.code()).nOut(H.hidden()).build())
                .layer(
                    new OutputLayer.Builder(BinaryCrossEntropyFromLogits.sumOverUnits())
                        .nIn(H.hidden())
                        .nOut(H.inputs())
                        .activation(Activation.SIGMOID)
                        .build())
                .build());
    net.init();
    for (String key : List.of("W", "b")) {
      net.setParam("0_" + key, graph.getParam("encoder_" + key));
      net.setParam(
          "1_" + key, beside(graph.getParam("mean_" + key), graph.getParam("log-variance_" + key)));
      net.setParam("3_" + key, graph.getParam("decoder_" + key));
      net.setParam("4_" + key, graph.getParam("image_" + key));
    }
    return net;
  }

  private static INDArray beside(INDArray mean, INDArray logVariance) {
    return Nd4j.concat(mean.rank() - 1, mean, logVariance);
  }

  /** Two heads are one layer's two halves: the same losses and the same network, step by step. */
  @ParameterizedTest
  @EnumSource(
      value = EngineChoice.class,
      names = {"DL4J", "COMPILED"})
  void twoHeadsTrainAsOneLayerOfBoth(EngineChoice engine) {
    ComputationGraph graph = graph();
    MultiLayerNetwork row = inARow(graph);
    INDArray x = Networks.uniform(DataType.FLOAT, 2, 8, H.inputs());
    DataSet batch = new DataSet(x, x);
    try (TrainingStep heads = engine.step(Network.of(graph), 8, H.inputs());
        TrainingStep halves = engine.step(row, 8, H.inputs())) {
      for (int i = 0; i < 50; i++) {
        heads.fit(batch);
        halves.fit(batch);
        double loss = halves.meanLoss();
        assertThat(heads.meanLoss()).isCloseTo(loss, within(1e-4 * loss));
      }
    }
    INDArray difference = graph.output(false, x)[0].sub(row.output(x, false));
    assertThat(difference.amaxNumber().doubleValue()).isLessThan(1e-4);
  }

  @Test
  void theCodeAtTestTimeIsTheMean() {
    ComputationGraph graph = graph();
    INDArray x = Networks.uniform(DataType.FLOAT, 2, 4, H.inputs());
    Network net = Network.of(graph);
    assertThat(net.activations(Network.INPUT, "code", x))
        .isEqualTo(net.activations(Network.INPUT, "mean", x));
  }
}
