package dev.bottleneck.step.cuda.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.bottleneck.device.ComputeCapability;
import dev.bottleneck.device.FakeDriverLibrary;
import dev.bottleneck.step.cuda.device.DeviceFailure;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class NvrtcTest {
  private final FakeNvrtc library = new FakeNvrtc(13, 1, 75, 90, 120);
  private final Nvrtc nvrtc = new Nvrtc(library);

  @Test
  void tellsItsVersionAndWhatItCompilesFor() {
    assertThat(nvrtc).hasToString("NVRTC 13.1");
    assertThat(nvrtc.major()).isEqualTo(13);
    assertThat(nvrtc.capabilities())
        .containsExactly(
            new ComputeCapability(7, 5), new ComputeCapability(9, 0), new ComputeCapability(12, 0));
  }

  @Test
  void compiles() {
    library.log = "kernels.cu(3): warning: × is unused";
    Nvrtc.Compiled compiled = nvrtc.compile("KERNEL", "sm_90", Nvrtc.OPTIONS);
    assertThat(library.source()).isEqualTo("KERNEL");
    assertThat(compiled.log()).isEqualTo(library.log);
    assertThat(new String(compiled.cubin(), StandardCharsets.UTF_8)).contains("sm_90");
    assertThat(library.compilations)
        .containsExactly(
            List.of(
                "--gpu-architecture=sm_90",
                "-std=c++17",
                "--fmad=true",
                "--modify-stack-limit=false"));
    assertThat(library.open).isZero();
  }

  @Test
  void tellsTheFirstError() {
    library.log =
        """
        kernels.cu(2): warning: variable "a" was declared
        kernels.cu(7): error: identifier "b" is undefined
        kernels.cu(8): error: identifier "c" is undefined
        """;
    library.result = NvrtcLibrary.ERROR_COMPILATION;
    assertThatThrownBy(() -> nvrtc.compile("KERNEL", "sm_90", List.of()))
        .isInstanceOf(DeviceFailure.class)
        .hasMessage(
            "NVRTC 13.1 does not compile the kernels for sm_90: kernels.cu(7): error: identifier"
                + " \"b\" is undefined");
    assertThat(library.open).isZero();
  }

  @Test
  void tellsAnyOtherFailure() {
    library.result = 5;
    assertThatThrownBy(() -> nvrtc.compile("KERNEL", "sm_90", List.of()))
        .isInstanceOf(DeviceFailure.class)
        .hasMessage("nvrtcCompileProgram failed: NVRTC_ERROR_NUMBER_5");
  }

  /** Deeper than a thread of Java's has room for. */
  @Test
  void givesTheCompilerADeepStack() {
    assertThat(DeepStack.get(() -> depth(200_000))).isEqualTo(200_000);
  }

  private static int depth(int more) {
    return more == 0 ? 0 : 1 + depth(more - 1);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void namesTheFunctionsThatAreMissing(@TempDir Path folder) throws Exception {
    assumeTrue(FakeDriverLibrary.canBeMade(), "no C compiler");
    Path other =
        FakeDriverLibrary.make(
            folder, Map.of("CUDA", 1, "INIT", 0, "COUNT", 0, "MAJOR", 0, "MINOR", 0));
    assertThatThrownBy(() -> Nvrtc.load(other.toString()))
        .isInstanceOf(DeviceFailure.class)
        .hasMessageStartingWith(
            other + " is too old or no NVRTC: it has no nvrtcCompileProgram, nvrtcCreateProgram");
  }
}
