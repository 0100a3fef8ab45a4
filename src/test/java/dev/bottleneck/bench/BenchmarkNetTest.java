package dev.bottleneck.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bottleneck.runtime.UserError;
import dev.bottleneck.step.StepCompiler;
import dev.bottleneck.step.graph.NotCompilable;
import dev.bottleneck.step.graph.Precision;
import dev.bottleneck.training.Network;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.factory.Nd4j;

class BenchmarkNetTest {
  @ParameterizedTest
  @EnumSource
  void isCompiled(BenchmarkNet which) throws NotCompilable {
    MultiLayerNetwork net = which.network();
    try (var step = StepCompiler.step(Network.of(net), Precision.F32, 2, BenchmarkNet.PIXELS)) {
      assertThat(net.output(Nd4j.zeros(2, BenchmarkNet.PIXELS)).shape())
          .containsExactly(2, BenchmarkNet.PIXELS);
    }
  }

  @ParameterizedTest
  @EnumSource
  void thePeersScriptHasIt(BenchmarkNet which) throws IOException {
    try (InputStream script = BenchmarkNet.class.getResourceAsStream("torch_nets.py")) {
      assertThat(new String(script.readAllBytes(), StandardCharsets.UTF_8))
          .contains("    \"" + which + "\": ");
    }
  }

  /** Forward and weights' gradient of four layers, the input's gradient of three. */
  @Test
  void countsTheOperationsOfDenseNets() {
    long forward = 784 * 100 + 100 * 30 + 30 * 100 + 100 * 784;
    assertThat(BenchmarkNet.STACKED.operations(5)).hasValue(2 * 5 * (3 * forward - 784 * 100));
    assertThat(BenchmarkNet.CONV.operations(5)).isEmpty();
    assertThat(BenchmarkNet.LSTM.operations(5)).isEmpty();
  }

  @Test
  void isFoundByName() {
    assertThat(BenchmarkNet.named("wide")).isEqualTo(BenchmarkNet.WIDE);
    assertThatThrownBy(() -> BenchmarkNet.named("stackd"))
        .isInstanceOf(UserError.class)
        .hasMessage(
            "--nets: no net \"stackd\": did you mean \"stacked\"? (there are stacked, wide, conv,"
                + " lstm)");
  }
}
