package dev.bottleneck.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bottleneck.experiment.UndercompleteExperiment.Hyperparameters;
import org.junit.jupiter.api.Test;

class UndercompleteExperimentTest {
  private final UndercompleteExperiment experiment = new UndercompleteExperiment();

  @Test
  void aCodeThatIsNoSmallerThanTheInputIsToldOf() {
    assertThat(experiment.caution(new Hyperparameters(784, 783, 256, 50))).isEmpty();
    assertThat(experiment.caution(new Hyperparameters(784, 784, 256, 50)).orElseThrow())
        .startsWith("The code, 784 units, is no smaller than the input, 784 values: ");
  }
}
