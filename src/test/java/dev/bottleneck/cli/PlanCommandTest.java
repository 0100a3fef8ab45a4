package dev.bottleneck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bottleneck.study.yaml.ShippedConfigurations;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class PlanCommandTest {
  static Stream<String> shipped() {
    return ShippedConfigurations.all().keySet().stream();
  }

  private static String plan(String... args) {
    StringWriter text = new StringWriter();
    int exitCode = new CommandLine(new PlanCommand()).setOut(new PrintWriter(text)).execute(args);
    assertThat(exitCode).isZero();
    return text.toString();
  }

  private static long count(String text, String what) {
    return text.lines().filter(line -> line.contains(what)).count();
  }

  /** None is left to DL4J. */
  @ParameterizedTest
  @MethodSource("shipped")
  void everyNetworkOfEveryShippedExperimentIsCompiled(String name) {
    String text = plan(name);
    assertThat(count(text, "parameters, batches of")).isPositive();
    assertThat(count(text, "carried out by")).isEqualTo(count(text, "parameters, batches of"));
  }

  @Test
  void tellsWhatAStepComputes() {
    assertThat(plan("denoising-pretraining", "--set", "corruption=0.3"))
        .containsSubsequence(
            "denoising pretraining 1: ",
            "corrupt",
            "Masking(level=0.3",
            "linear",
            "[100, 100]",
            "W [0, 78400), b [78400, 78500)",
            "activation",
            "sigmoid",
            "loss",
            "squared error × 0.5",
            "update of [0, ",
            "fine-tuning: ");
  }

  /** What is trained on the codes of a frozen encoder is a network of its own. */
  @Test
  void namesWhatIsTrainedAboveAFrozenEncoder() {
    assertThat(plan("few-labels-frozen"))
        .containsSubsequence(
            "pretraining: ",
            "classifier above a frozen encoder: 310 parameters",
            "[32, 30]",
            "update of [0, 310) by Adam(learningRate=0.001, beta1=0.9,",
            "classifier: ");
    assertThat(plan("few-labels-convolutional")).contains("[32, 576]");
    assertThat(plan("few-labels")).doesNotContain("frozen");
  }

  /** The weights of a tied decoder are its encoder's. */
  @Test
  void tellsSharedWeights() {
    assertThat(plan("tied")).contains("weights of layer 0, transposed");
  }
}
