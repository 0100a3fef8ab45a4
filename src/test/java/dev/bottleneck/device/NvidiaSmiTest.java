package dev.bottleneck.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS)
class NvidiaSmiTest {
  @TempDir Path folder;

  private GpuSurvey survey(String answer, int code) throws IOException {
    return new NvidiaSmi(FakeNvidiaSmi.write(folder, answer, code).toString())
        .survey()
        .orElseThrow();
  }

  @Test
  void isNotThere() {
    NvidiaSmi none = new NvidiaSmi(folder.resolve("none").toString());
    assertThat(none.survey()).isEmpty();
    assertThat(none.driver()).isEmpty();
  }

  @Test
  void readsEachGpu() throws IOException {
    GpuSurvey survey =
        survey(
            FakeNvidiaSmi.row(0, "8.0", "535.183.01")
                + "\n1, GPU-b, NVIDIA T4, 7.5, 535.183.01, 15360, [N/A], [Not Supported]",
            0);
    assertThat(survey.driver()).contains(new DriverVersion("535.183.01"));
    assertThat(survey.trouble()).isEmpty();
    assertThat(survey.gpus())
        .containsExactly(
            new Gpu(
                0,
                Optional.of("GPU-00aa"),
                "Tesla Test",
                ComputeCapability.parse("8.0"),
                16_000,
                OptionalLong.of(15_000),
                OptionalInt.of(7)),
            new Gpu(
                1,
                Optional.of("GPU-b"),
                "NVIDIA T4",
                ComputeCapability.parse("7.5"),
                15_360,
                OptionalLong.empty(),
                OptionalInt.empty()));
  }

  @Test
  void passesOnWhatItComplainsOf() throws IOException {
    assertThat(survey("NVIDIA-SMI has failed because it lost the driver.\nMore.", 9).trouble())
        .contains("nvidia-smi says: NVIDIA-SMI has failed because it lost the driver.");
  }

  @Test
  void saysWhatItCannotRead() throws IOException {
    assertThat(survey("hello, world", 0).trouble()).contains("nvidia-smi says: hello, world");
    assertThat(survey("0, u, n, [N/A], 535.1, 16000, 15000, 7", 0).trouble()).isPresent();
  }

  @Test
  void asksTheDriversLibraryWhereItIsTooOldToTell() throws IOException {
    Path old =
        FakeNvidiaSmi.script(
            folder,
            "case $1 in *compute_cap*) echo 'Field \"compute_cap\" is not a valid field'; exit 2;;"
                + " esac; echo 470.256.02");
    GpuSurvey library =
        GpuSurvey.found(
            "libcuda.so.1",
            Optional.empty(),
            OptionalInt.of(11_040),
            List.of(SomeGpus.gpu(0, "7.0")));
    GpuSurvey survey = Gpus.survey(new NvidiaSmi(old.toString()), () -> Optional.of(library), null);
    assertThat(survey.driver()).contains(new DriverVersion("470.256.02"));
    assertThat(survey.gpus()).isEqualTo(library.gpus());
    assertThat(GpuCheck.of(survey).refusal()).isEmpty();
  }

  @Test
  void keepsItsComplaintWhereNoLibraryKnowsBetter() throws IOException {
    NvidiaSmi broken =
        new NvidiaSmi(FakeNvidiaSmi.write(folder, "couldn't communicate", 9).toString());
    assertThat(Gpus.survey(broken, Optional::empty, null).trouble())
        .contains("nvidia-smi says: couldn't communicate");
  }

  @Test
  void heedsTheVisibleDevices() throws IOException {
    NvidiaSmi two =
        new NvidiaSmi(
            FakeNvidiaSmi.write(
                    folder,
                    FakeNvidiaSmi.row(0, "9.0", "535.1")
                        + "\n"
                        + FakeNvidiaSmi.row(1, "8.0", "535.1"),
                    0)
                .toString());
    assertThat(Gpus.survey(two, Optional::empty, "1").gpus())
        .extracting(Gpu::index)
        .containsExactly(1);
    assertThat(Gpus.survey(two, Optional::empty, null).gpus()).hasSize(2);
  }

  @Test
  void tellsALibraryThatIsMissingOrBroken() throws IOException {
    NvidiaSmi one =
        new NvidiaSmi(
            FakeNvidiaSmi.write(folder, FakeNvidiaSmi.row(0, "8.0", "535.1"), 0).toString());
    GpuSurvey broken = GpuSurvey.failed("libcuda.so.1", OptionalInt.empty(), "error 803");
    GpuSurvey well =
        GpuSurvey.found("libcuda.so.1", Optional.empty(), OptionalInt.of(12_000), List.of());
    assertThat(GpuCheck.of(Gpus.survey(one, Optional::empty, null)).refusal().orElseThrow())
        .isEqualTo(
            "the NVIDIA driver cannot be used (libcuda.so.1 is not there, though nvidia-smi is; a"
                + " container wants the driver capability \"compute\"): mend that");
    assertThat(GpuCheck.of(Gpus.survey(one, () -> Optional.of(broken), null)).refusal())
        .contains("the NVIDIA driver cannot be used (error 803): mend that");
    assertThat(GpuCheck.of(Gpus.survey(one, () -> Optional.of(well), null)).refusal()).isEmpty();
  }
}
