package dev.bottleneck.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.bottleneck.data.DataOptions;
import dev.bottleneck.device.Backend;
import dev.bottleneck.device.GpuSurvey;
import dev.bottleneck.device.SomeGpus;
import dev.bottleneck.doctor.Finding.Verdict;
import dev.bottleneck.step.cuda.driver.CudaLibraries.Found;
import dev.bottleneck.step.cuda.driver.CudaLibraries.Search;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorTest {
  private static final Optional<Backend> CUDA = Optional.of(Backend.CUDA);
  private static final Optional<Backend> ND4J_CUDA = Optional.of(Backend.ND4J_CUDA);
  private static final Optional<Backend> CPU = Optional.of(Backend.CPU);

  @TempDir Path folder;

  private static Finding about(String what, List<Finding> findings) {
    return findings.stream().filter(f -> f.what().equals(what)).findFirst().orElseThrow();
  }

  @Test
  void findsThisMachineWell() {
    List<Finding> findings =
        Doctor.examine(CPU, SomeGpus.withoutDriver(), DataOptions.defaults(), folder);
    assertThat(findings).extracting(Finding::verdict).doesNotContain(Verdict.FAIL);
    assertThat(about("ND4J", findings).text()).contains("loads and computes");
    assertThat(about("cores", findings).text())
        .startsWith(Integer.toString(Runtime.getRuntime().availableProcessors()));
  }

  @Test
  void judgesEachGpu() {
    List<Finding> findings =
        GpuFindings.of(SomeGpus.survey("535.183.01", "8.9", "9.0", "7.0"), ND4J_CUDA);
    assertThat(findings)
        .extracting(Finding::what, Finding::verdict)
        .containsExactly(
            tuple("GPU 0", Verdict.OK),
            tuple("GPU 1", Verdict.NOTE),
            tuple("GPU 2", Verdict.OK),
            tuple("nd4j-cuda", Verdict.OK));
    assertThat(findings.get(0).text())
        .isEqualTo(
            "Test 8.9, compute capability 8.9, 15,000 MiB of 16,000 MiB free: by cuda served; by"
                + " nd4j-cuda served, by machine code for compute capability 8.6");
    assertThat(findings.get(2).text())
        .contains("by cuda not served, it takes 7.5 or newer; by nd4j-cuda served");
    assertThat(GpuFindings.of(SomeGpus.survey("535.183.01", "8.9", "9.0", "7.0", "3.5"), CUDA))
        .extracting(Finding::verdict)
        .containsExactly(Verdict.OK, Verdict.OK, Verdict.NOTE, Verdict.NOTE, Verdict.OK);
    assertThat(GpuFindings.of(SomeGpus.survey("535.183.01", "7.0"), CUDA))
        .extracting(Finding::verdict)
        .containsExactly(Verdict.FAIL, Verdict.OK);
    assertThat(GpuFindings.of(SomeGpus.survey("580.65.06", "9.0"), ND4J_CUDA))
        .extracting(Finding::verdict)
        .containsExactly(Verdict.FAIL, Verdict.FAIL);
    assertThat(GpuFindings.of(SomeGpus.survey("535.183.01", "9.0", "7.0", "3.5"), CPU))
        .extracting(Finding::verdict)
        .containsExactly(Verdict.OK, Verdict.OK, Verdict.NOTE, Verdict.OK);
  }

  @Test
  void failsForCudaAloneWhatTheCpuDoesNotNeed() {
    assertThat(GpuFindings.of(SomeGpus.withoutDriver(), ND4J_CUDA))
        .extracting(Finding::verdict)
        .containsExactly(Verdict.FAIL);
    assertThat(GpuFindings.of(SomeGpus.withoutDriver(), CPU))
        .extracting(Finding::verdict)
        .containsExactly(Verdict.OK);
    assertThat(GpuFindings.of(SomeGpus.survey("440.33", "7.5"), CPU))
        .extracting(Finding::what, Finding::verdict)
        .containsExactly(tuple("GPU 0", Verdict.OK), tuple("nd4j-cuda", Verdict.NOTE));
  }

  @Test
  void tellsWhatTheKernelsNeed() {
    Search none = new Search(List.of(), List.of("CUDA_HOME"));
    Search found =
        new Search(List.of(new Found("/cuda/libnvrtc.so.13", "CUDA_HOME", false)), List.of());
    assertThat(KernelFindings.of(SomeGpus.withoutDriver(), () -> none, CPU)).isEmpty();
    assertThat(KernelFindings.of(SomeGpus.survey("580.65.06", "7.0"), () -> found, CPU))
        .extracting(Finding::verdict, Finding::text)
        .containsExactly(
            tuple(
                Verdict.NOTE,
                "GPU 0 (Test 7.0, compute capability 7.0) is too old: take one of compute capability"
                    + " 7.5 or newer"));
    assertThat(KernelFindings.of(SomeGpus.survey("580.65.06", "9.0"), () -> none, CPU))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.verdict()).isEqualTo(Verdict.NOTE);
              assertThat(finding.text())
                  .startsWith("NVRTC, NVIDIA's compiler, was not found in CUDA_HOME: ");
            });
    assertThat(KernelFindings.of(SomeGpus.survey("580.65.06", "9.0"), () -> found, CPU))
        .extracting(Finding::verdict, Finding::text)
        .containsExactly(
            tuple(Verdict.OK, "kernels of ours, compiled by /cuda/libnvrtc.so.13 (CUDA_HOME)"));
  }

  @Test
  void failsForKernelsWhatTheyLack() {
    Search none = new Search(List.of(), List.of("CUDA_HOME"));
    for (GpuSurvey survey :
        List.of(
            SomeGpus.withoutDriver(),
            SomeGpus.survey("580.65.06"),
            SomeGpus.survey("470.82.01", "8.0"),
            SomeGpus.survey("580.65.06", "7.0"),
            SomeGpus.survey("580.65.06", "9.0"))) {
      assertThat(KernelFindings.of(survey, () -> none, CUDA))
          .extracting(Finding::what, Finding::verdict)
          .containsExactly(tuple("cuda", Verdict.FAIL));
    }
    assertThat(KernelFindings.of(SomeGpus.withoutDriver(), () -> none, CUDA).get(0).text())
        .isEqualTo(
            "no NVIDIA driver was found, neither nvidia-smi nor libcuda.so.1: install driver"
                + " 525.60.13 or newer (in a container: start it with --gpus all)");
  }

  @Test
  void notesALimitThatIsMoreThanThereIs() {
    long gib = 1L << 30;
    assertThat(HostFindings.limits(8 * gib, 4 * gib, 8 * gib).verdict()).isEqualTo(Verdict.OK);
    assertThat(HostFindings.limits(8 * gib, 4 * gib, 9 * gib).verdict()).isEqualTo(Verdict.NOTE);
  }

  @Test
  void looksAtTheDiskOfAFolderThatIsNotYetThere() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    assertThat(HostFindings.disk("results", folder.resolve("a/b"), 1).verdict())
        .isEqualTo(Verdict.OK);
    assertThat(HostFindings.disk("results", folder, Long.MAX_VALUE).verdict())
        .isEqualTo(Verdict.NOTE);
    assertThat(HostFindings.disk("results", file.resolve("a"), 1).verdict())
        .isEqualTo(Verdict.FAIL);
  }

  @Test
  void notesKernelsForProcessorsOfOld() {
    assertThat(ComputeFindings.blas("Prescott").verdict()).isEqualTo(Verdict.NOTE);
    assertThat(ComputeFindings.blas("SkylakeX").verdict()).isEqualTo(Verdict.OK);
  }

  @Test
  void tellsMissingDataFromDamaged() throws IOException {
    DataOptions empty =
        DataOptions.defaults().withSystemDir(folder.resolve("a")).withCacheDir(folder.resolve("b"));
    assertThat(about("data fashion-mnist", DataFindings.of(empty)).verdict())
        .isEqualTo(Verdict.NOTE);
    Path damaged = Files.createDirectories(folder.resolve("a/fashion-mnist"));
    Files.writeString(damaged.resolve("train-images-idx3-ubyte.gz"), "no images");
    assertThat(about("data fashion-mnist", DataFindings.of(empty)).verdict())
        .isEqualTo(Verdict.FAIL);
    assertThat(about("data mnist", DataFindings.of(empty)).verdict()).isEqualTo(Verdict.OK);
  }
}
