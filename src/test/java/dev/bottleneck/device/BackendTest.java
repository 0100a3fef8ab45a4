package dev.bottleneck.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.bottleneck.runtime.UserError;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BackendTest {
  private static final String NATIVE = "org.nd4j.linalg.cpu.nativecpu.CpuBackend";
  private static final String JCUBLAS = "org.nd4j.linalg.jcublas.JCublasBackend";

  @Test
  void findsTheOneOnTheClassPath() {
    assertThat(Backend.among(List.of("#", "", NATIVE))).isEqualTo(Backend.CPU);
    assertThat(Backend.among(List.of(JCUBLAS))).isEqualTo(Backend.ND4J_CUDA);
  }

  @Test
  void refusesNoneAndBoth() {
    assertThatThrownBy(() -> Backend.among(List.of()))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("none of ND4J's backends");
    assertThatThrownBy(() -> Backend.among(List.of(NATIVE, JCUBLAS)))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("both of ND4J's backends");
  }

  @Test
  void readsWhatIsAskedFor() {
    assertThat(Backend.asked("cpu")).contains(Backend.CPU);
    assertThat(Backend.asked("cuda")).contains(Backend.CUDA);
    assertThat(Backend.asked("nd4j-cuda")).contains(Backend.ND4J_CUDA);
    assertThat(Backend.asked("auto")).isEmpty();
    assertThatThrownBy(() -> Backend.asked("gpu"))
        .isInstanceOf(UserError.class)
        .hasMessage("--backend is \"gpu\": it must be cpu, cuda, nd4j-cuda or auto");
  }

  /** Kernels train once they are asked for, until another is; what is left open changes nothing. */
  @Test
  void kernelsTrainOnTheProcessorsClassPath() {
    assumeTrue(Backend.onClassPath() == Backend.CPU);
    try {
      assertThat(Backend.trainsByKernels()).isFalse();
      Backend.require(Optional.of(Backend.CUDA));
      Backend.require(Optional.empty());
      assertThat(Backend.trainsByKernels()).isTrue();
    } finally {
      Backend.require(Optional.of(Backend.CPU));
    }
    assertThat(Backend.trainsByKernels()).isFalse();
  }

  /** What the launcher chose goes before what it was asked for. */
  @Test
  void theLauncherTellsWhatItChose() throws IOException {
    assertThat(Backend.isCuda("cuda", "auto")).isTrue();
    assertThat(Backend.isCuda("cpu", "cuda")).isFalse();
    assertThat(Backend.isCuda(null, "cuda")).isTrue();
    assertThat(Backend.isCuda(null, null)).isFalse();
    assertThat(Backend.isCuda("nd4j-cuda", null)).isFalse();
    assertThat(Path.of("bottleneck")).content().contains("\"-D" + Backend.PROPERTY + "=$chosen\"");
  }

  /** These tests run with the backend that the build was made with. */
  @Test
  void refusesAnotherThanIsThere() {
    Backend there = Backend.onClassPath();
    Backend other = there == Backend.CPU ? Backend.ND4J_CUDA : Backend.CPU;
    assertThatThrownBy(() -> Backend.require(Optional.of(other)))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("--backend is " + other)
        .hasMessageContaining("./bottleneck");
  }
}
