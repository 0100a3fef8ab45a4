package dev.bottleneck.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bottleneck.runtime.UserError;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class GpuCheckTest {
  private static String refusal(GpuSurvey survey) {
    return GpuCheck.of(survey).refusal().orElseThrow();
  }

  @Test
  void acceptsGpusThatAreServed() {
    GpuCheck check = GpuCheck.of(SomeGpus.survey("535.183.01", "8.0", "8.9"));
    assertThat(check.refusal()).isEmpty();
    assertThat(check.served()).extracting(Gpu::index).containsExactly(0, 1);
    assertThat(check.notServed()).isEmpty();
    assertThat(check.availableMb()).isEqualTo(14_000);
  }

  @Test
  void saysThatThereIsNoDriver() {
    assertThat(refusal(GpuSurvey.none()))
        .isEqualTo(
            "no NVIDIA driver was found, neither nvidia-smi nor libcuda.so.1: install driver"
                + " 450.80.02 or newer (in a container: start it with --gpus all)");
  }

  @Test
  void saysThatTheDriverIsTooOld() {
    assertThat(refusal(SomeGpus.survey("440.33.01", "7.5")))
        .isEqualTo(
            "the NVIDIA driver 440.33.01 (by nvidia-smi) is too old for CUDA 11.6: install"
                + " 450.80.02 or newer");
  }

  @Test
  void saysThatTheGpuIsNotServed() {
    assertThat(refusal(SomeGpus.survey("570.86.15", "9.0")))
        .startsWith("GPU 0 (Test 9.0, compute capability 9.0) is not served: nd4j-cuda-11.6 ")
        .contains("holds machine code for 3.7 to 8.6");
    assertThat(refusal(SomeGpus.survey("570.86.15", "9.0", "12.0", "3.5")))
        .contains("GPU 0 (Test 9.0, compute capability 9.0) is not served, nor is any of the 2");
  }

  @Test
  void saysWhatTheDriverComplainsOf() {
    GpuSurvey broken = GpuSurvey.failed("nvidia-smi", OptionalInt.empty(), "it lost the GPU");
    assertThat(refusal(broken))
        .isEqualTo("the NVIDIA driver cannot be used (it lost the GPU): mend that");
  }

  @Test
  void saysThatNoGpuIsThereOrIsHidden() {
    GpuSurvey none = SomeGpus.survey("535.183.01");
    assertThat(refusal(SomeGpus.survey("535.183.01", "8.0").showing(List.of(), "-1")))
        .isEqualTo(
            "CUDA_VISIBLE_DEVICES is \"-1\", which shows no GPU: name one of nvidia-smi's, or unset"
                + " it");
    assertThat(refusal(none)).contains("shows no GPU");
  }

  @Test
  void leavesOutThoseThatAreNotServed() {
    GpuCheck check = GpuCheck.of(SomeGpus.survey("535.183.01", "9.0", "8.0", "3.5", "7.5"));
    assertThat(check.refusal()).isEmpty();
    assertThat(check.servedDevices()).isEqualTo("1,3");
    assertThat(check.availableMb()).isEqualTo(12_000);
    // ND4J itself would take them all, and fail on the first kernel.
    assertThatThrownBy(() -> Backend.requireUsable(check))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("GPU 0 (Test 9.0")
        .hasMessageEndingWith("CUDA_DEVICE_ORDER=PCI_BUS_ID CUDA_VISIBLE_DEVICES=1,3");
  }

  /** What is too new for ND4J's, kernels of ours take. */
  @Test
  void namesTheBackendThatServesANewerGpu() {
    assertThat(GpuCheck.of(SomeGpus.survey("580.65.06", "9.0")).refusalOfCuda().orElseThrow())
        .endsWith("; take a GPU it has code for, or take --backend cuda");
    assertThat(GpuCheck.of(SomeGpus.survey("580.65.06", "3.5")).refusalOfCuda().orElseThrow())
        .endsWith("; take a GPU it has code for, or take --backend cpu");
  }

  @Test
  void refusesInOneSentenceThatNamesTheWayOut() {
    assertThatThrownBy(() -> Backend.requireUsable(GpuCheck.of(GpuSurvey.none())))
        .isInstanceOf(UserError.class)
        .hasMessageEndingWith(", or take --backend cpu");
  }
}
