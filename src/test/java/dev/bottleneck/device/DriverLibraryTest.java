package dev.bottleneck.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.jna.Native;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A real shared library is called, so that names, widths and calling convention are put to it. */
@EnabledOnOs(OS.LINUX)
class DriverLibraryTest {
  @TempDir Path folder;

  private GpuSurvey survey(int cuda, int init, int count, int major, int minor)
      throws IOException, InterruptedException {
    assumeTrue(FakeDriverLibrary.canBeMade(), "no C compiler");
    Path library =
        FakeDriverLibrary.make(
            folder,
            Map.of("CUDA", cuda, "INIT", init, "COUNT", count, "MAJOR", major, "MINOR", minor));
    return new DriverLibrary(Native.load(library.toString(), DriverLibrary.Cuda.class)).survey();
  }

  @Test
  void asksForEachGpu() throws IOException, InterruptedException {
    GpuSurvey survey = survey(12_040, 0, 2, 8, 6);
    assertThat(survey.cuda()).hasValue(12_040);
    assertThat(survey.trouble()).isEmpty();
    assertThat(survey.gpus())
        .extracting(Gpu::index, Gpu::name, gpu -> gpu.capability().toString(), Gpu::memoryMb)
        .containsExactly(
            tuple(0, "First GPU", "8.6", 24_576L), tuple(1, "Second GPU", "8.6", 24_576L));
    assertThat(GpuCheck.of(survey).refusal()).isEmpty();
    assertThat(survey.describeDriver()).isEqualTo("driver for CUDA 12.4 (by libcuda.so.1)");
  }

  @Test
  void takesNoDeviceForNone() throws IOException, InterruptedException {
    GpuSurvey survey = survey(12_040, 100, 0, 0, 0);
    assertThat(survey.gpus()).isEmpty();
    assertThat(survey.trouble()).isEmpty();
  }

  @Test
  void passesOnAnError() throws IOException, InterruptedException {
    GpuSurvey survey = survey(12_040, 803, 0, 0, 0);
    assertThat(survey.trouble()).contains("libcuda.so.1 says: cuInit failed with error 803");
  }

  @Test
  void tellsAnOldDriver() throws IOException, InterruptedException {
    assertThat(GpuCheck.of(survey(10_020, 0, 1, 7, 5)).refusal().orElseThrow())
        .isEqualTo(
            "the NVIDIA driver for CUDA 10.2 (by libcuda.so.1) is too old for CUDA 11.6: install"
                + " 450.80.02 or newer");
  }
}
