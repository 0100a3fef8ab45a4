package dev.bottleneck.step.cuda.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bottleneck.step.cuda.device.DeviceFailure;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class LoadedDriverTest {
  @TempDir static Path folder;

  @Test
  @EnabledOnOs(OS.LINUX)
  void saysThatThereIsNone() {
    String none = folder.resolve("libcuda.so.1").toString();
    assertThatThrownBy(() -> LoadedDriver.load(none))
        .isInstanceOf(DeviceFailure.class)
        .hasMessageStartingWith(none + " cannot be loaded (" + none + ": cannot open shared object")
        .hasMessageEndingWith(
            "): install NVIDIA's driver (in a container: start it with --gpus all)");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void namesTheFunctionThatIsMissing() throws Exception {
    FakeCuda without = FakeCuda.make(folder, "WITHOUT_LAUNCH");
    assertThatThrownBy(without::driver)
        .isInstanceOf(DeviceFailure.class)
        .hasMessage(
            without.library()
                + " is too old or no driver of NVIDIA's: it has no cuLaunchKernel; install a newer"
                + " driver");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void goesWithoutGraphs() throws Exception {
    assertThat(FakeCuda.make(folder, "WITHOUT_CAPTURE", "WITHOUT_FLAGS").driver()).isNotNull();
  }
}
