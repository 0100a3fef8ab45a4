package dev.bottleneck.step.cuda.driver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bottleneck.device.GpuSurvey;
import dev.bottleneck.device.SomeGpus;
import dev.bottleneck.step.cuda.driver.CudaLibraries.Found;
import dev.bottleneck.step.cuda.driver.CudaLibraries.Search;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class KernelCheckTest {
  private static Search nvrtc(String... files) {
    return new Search(
        Stream.of(files).map(file -> new Found(file, "the system", false)).toList(),
        List.of("CUDA_HOME"));
  }

  private static String refusal(GpuSurvey survey, String... files) {
    return KernelCheck.of(survey, () -> nvrtc(files)).refusal().orElseThrow();
  }

  @Test
  void takesTheFirstCompilerThatTheDriverTakes() {
    KernelCheck check =
        KernelCheck.of(
            SomeGpus.survey("535.183.01", "8.0"), () -> nvrtc("libnvrtc.so.13", "libnvrtc.so.12"));
    assertThat(check.refusal()).isEmpty();
    assertThat(check.compiler().orElseThrow().file()).isEqualTo("libnvrtc.so.12");
  }

  @Test
  void refusesADriverThatIsTooOld() {
    assertThat(refusal(SomeGpus.survey("470.82.01", "8.0"), "libnvrtc.so.12"))
        .isEqualTo(
            "the NVIDIA driver 470.82.01 (by nvidia-smi) is too old for kernels of ours: install"
                + " 525.60.13 or newer");
  }

  @Test
  void refusesACompilerThatIsTooNew() {
    assertThat(refusal(SomeGpus.survey("535.183.01", "8.0"), "libnvrtc.so.13"))
        .isEqualTo(
            "libnvrtc.so.13 (the system) is newer than the NVIDIA driver, which is for CUDA 12:"
                + " install driver 580.65.06 or newer, or NVRTC of CUDA 12");
  }

  @Test
  void refusesWhatTheDriverComplainsOfAndWhatIsHidden() {
    assertThat(refusal(SomeGpus.hidden("7"), "libnvrtc.so.13"))
        .startsWith("CUDA_VISIBLE_DEVICES is \"7\", which shows no GPU: ");
    assertThat(refusal(SomeGpus.inTrouble("it lost the GPU", "9.0"), "libnvrtc.so.13"))
        .isEqualTo("the NVIDIA driver cannot be used (it lost the GPU): mend that");
  }

  @Test
  void refusesOldGpusAndAMissingCompiler() {
    assertThat(refusal(SomeGpus.survey("580.65.06", "7.0"), "libnvrtc.so.13"))
        .endsWith("is too old: take one of compute capability 7.5 or newer");
    assertThat(refusal(SomeGpus.survey("580.65.06", "9.0")))
        .startsWith("NVRTC, NVIDIA's compiler, was not found in CUDA_HOME");
  }
}
