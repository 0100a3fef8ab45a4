package dev.bottleneck.study.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bottleneck.experiment.StackedExperiment;
import dev.bottleneck.runtime.UserError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a file names as its experiment runs only if it is one. */
class ExperimentClassTest {
  private static final String TRAP = "dev.bottleneck.study.experiment.ExperimentClassTest$Trap";

  /** Initialised by none but a file that names it. */
  static final class Trap {
    static {
      System.setProperty(TRAP, "sprung");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        TRAP,
        TRAP + "<",
        TRAP + "<java.lang.Object>",
        TRAP + "[]",
        "[L" + TRAP + ";",
        "[[L" + TRAP + ";",
        "L" + TRAP + ";",
        " " + TRAP,
        TRAP + "\n",
        TRAP + "\u0000",
        "java.util.ArrayList<" + TRAP + ">",
        "java.lang.Runtime",
        "com.sun.jna.Native",
        "int",
        "[I",
        "",
        "dev.bottleneck.study.experiment.Experiment",
        "dev.bottleneck.study.autoencoder.AutoencoderExperiment",
        "dev/bottleneck/experiment/StackedExperiment",
        "dev.bottleneck.experiment.stackedexperiment",
        "../experiment.StackedExperiment"
      })
  void whatIsNoExperimentIsNeverInitialised(String name) {
    assertThatThrownBy(() -> ExperimentClass.instantiate(name, "f.yaml"))
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith("f.yaml: experiment is " + name + ": ");
    assertThat(System.getProperty(TRAP)).isNull();
  }

  @Test
  void anExperimentIsMade() {
    assertThat(ExperimentClass.instantiate(StackedExperiment.class.getName(), "f.yaml"))
        .isInstanceOf(StackedExperiment.class);
  }
}
