package dev.bottleneck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bottleneck.device.GpuCheck;
import dev.bottleneck.device.GpuSurvey;
import dev.bottleneck.device.SomeGpus;
import dev.bottleneck.step.cuda.driver.CudaLibraries.Found;
import dev.bottleneck.step.cuda.driver.CudaLibraries.Search;
import dev.bottleneck.step.cuda.driver.KernelCheck;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChooseBackendTest {
  private static final Search NVRTC =
      new Search(List.of(new Found("libnvrtc.so.13", "the system", false)), List.of());
  private static final Search NO_NVRTC = new Search(List.of(), List.of("CUDA_HOME"));

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int auto(GpuSurvey survey, Search compilers) {
    return ChooseBackend.any(
        KernelCheck.of(survey, () -> compilers),
        GpuCheck.of(survey),
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  private void answers(String answer, String complaint) {
    assertThat(out).hasToString(answer + System.lineSeparator());
    assertThat(err.toString(StandardCharsets.UTF_8)).startsWith(complaint);
    assertThat(err.toString(StandardCharsets.UTF_8).isEmpty()).isEqualTo(complaint.isEmpty());
  }

  @Test
  void takesKernelsWhereTheyCanBeHad() {
    assertThat(auto(SomeGpus.survey("580.65.06", "9.0"), NVRTC)).isZero();
    answers("cuda", "");
  }

  @Test
  void takesNd4jsForOlderGpus() {
    assertThat(auto(SomeGpus.survey("535.183.01", "7.0"), NVRTC)).isZero();
    answers("nd4j-cuda 15000", "bottleneck: computes by ND4J's CUDA backend: GPU 0 (Test 7.0");
  }

  @Test
  void takesTheProcessorWhereNeitherServes() {
    assertThat(auto(SomeGpus.survey("580.65.06", "9.0"), NO_NVRTC)).isZero();
    answers("cpu", "bottleneck: computes on the CPU: NVRTC, NVIDIA's compiler, was not found");
  }

  @Test
  void hidesFromNd4jWhatItDoesNotServe() {
    GpuCheck check = GpuCheck.of(SomeGpus.survey("535.183.01", "9.0", "7.0"));
    assertThat(
            ChooseBackend.nd4jCuda(check, new PrintStream(out, true), new PrintStream(err, true)))
        .isZero();
    answers("nd4j-cuda 14000 1", "bottleneck: leaves out GPU 0 (Test 9.0");
  }

  @Test
  void refusesNd4jsWithoutAGpu() {
    assertThat(
            ChooseBackend.nd4jCuda(
                GpuCheck.of(SomeGpus.withoutDriver()),
                new PrintStream(out, true),
                new PrintStream(err, true)))
        .isEqualTo(2);
    assertThat(out.size()).isZero();
    assertThat(err.toString(StandardCharsets.UTF_8)).contains(", or take --backend cpu");
  }
}
