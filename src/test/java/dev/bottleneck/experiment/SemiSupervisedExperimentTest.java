package dev.bottleneck.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bottleneck.experiment.SemiSupervisedExperiment.Hyperparameters;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.step.EngineChoice;
import dev.bottleneck.study.result.Arm;
import dev.bottleneck.testing.GradientCheck;
import dev.bottleneck.testing.NetworkCopies;
import dev.bottleneck.testing.Networks;
import dev.bottleneck.training.Network;
import dev.bottleneck.training.NetworkDefinition;
import dev.bottleneck.training.TrainingStep;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

class SemiSupervisedExperimentTest {
  private static final int INPUTS = 12;
  private static final int CLASSES = 3;

  private static Hyperparameters hyperparameters(double share, double reconstructionWeight) {
    return new Hyperparameters(
        INPUTS, 7, 4, CLASSES, List.of(100, 1_000), share, 1.5, reconstructionWeight, 8, 1, 0.001);
  }

  private static Network network(double reconstructionWeight) {
    Hyperparameters h = hyperparameters(0.5, reconstructionWeight);
    return NetworkDefinition.of(SemiSupervisedExperiment.graph(h, reconstructionWeight, 3))
        .initialized();
  }

  /** Of four examples two have a class. */
  private static INDArray labels(INDArray images) {
    INDArray classes =
        Nd4j.createFromArray(new double[][] {{0, 0, 0}, {0, 1, 0}, {1, 0, 0}, {0, 0, 0}});
    return Nd4j.hstack(images, classes.castTo(images.dataType()));
  }

  @Test
  void followsItsGradient() {
    Network net = NetworkCopies.exact(network(2));
    net.params().addi(Networks.uniform(DataType.DOUBLE, 5, net.params().shape()).muli(0.2));
    INDArray x = Networks.uniform(DataType.DOUBLE, 1, 4, INPUTS);
    assertThat(GradientCheck.network(net.model(), x, labels(x))).isLessThan(1e-5);
  }

  /** So that the supervised arm learns from the labelled images alone. */
  @ParameterizedTest
  @EnumSource(
      value = EngineChoice.class,
      names = {"DL4J", "COMPILED"})
  void withoutReconstructingNothingComesFromImagesWithoutALabel(EngineChoice engine) {
    INDArray x = Networks.uniform(DataType.FLOAT, 1, 4, INPUTS);
    INDArray others = x.dup();
    others.putRow(0, Networks.uniform(DataType.FLOAT, 2, INPUTS));
    others.putRow(3, Networks.uniform(DataType.FLOAT, 3, INPUTS));
    assertThat(encoderAfter(engine, 0, x)).isEqualTo(encoderAfter(engine, 0, others));
    assertThat(encoderAfter(engine, 1, x)).isNotEqualTo(encoderAfter(engine, 1, others));
  }

  private static INDArray encoderAfter(EngineChoice engine, double weight, INDArray images) {
    Network net = network(weight);
    try (TrainingStep step = engine.step(net, 4, INPUTS)) {
      for (int i = 0; i < 3; i++) {
        step.fit(new DataSet(images, labels(images)));
      }
    }
    return net.layerOf("code").orElseThrow().params().dup();
  }

  @Test
  void labelledExamplesMakeUpTheirShare() {
    assertThat(hyperparameters(0.5, 1).labelledOf(1_000)).isEqualTo(1_000);
    assertThat(hyperparameters(0.25, 1).labelledOf(900)).isEqualTo(300);
    assertThatThrownBy(() -> hyperparameters(1, 1))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("labelledShare is 1");
    assertThatThrownBy(() -> hyperparameters(0.99999, 1).labelledOf(55_000))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("labelledShare is 0.99999: with 55,000 training examples");
  }

  @Test
  void eachNumberOfLabelsHasItsPair() {
    SemiSupervisedExperiment experiment = new SemiSupervisedExperiment();
    assertThat(experiment.arms(hyperparameters(0.5, 1)))
        .containsExactly(
            new Arm("supervised-100", "supervised, 100 labels"),
            new Arm("semi-supervised-100", "semi-supervised, 100 labels"),
            new Arm("supervised-1000", "supervised, 1,000 labels"),
            new Arm("semi-supervised-1000", "semi-supervised, 1,000 labels"));
    assertThat(experiment.pairs(hyperparameters(0.5, 1)))
        .extracting(pair -> pair.baseline().key() + " " + pair.arm().key())
        .containsExactly(
            "supervised-100 semi-supervised-100", "supervised-1000 semi-supervised-1000");
  }
}
