package dev.bottleneck.step.cuda.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bottleneck.device.DriverLibrary;
import dev.bottleneck.step.cuda.device.DeviceFailure;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@EnabledOnOs(OS.LINUX)
class CudaDevicesTest {
  @TempDir static Path libraries;
  @TempDir Path folder;

  private final FakeNvrtc compiler = new FakeNvrtc(13, 0, 75, 80, 90, 100);
  private FakeCuda cuda;

  @BeforeEach
  void make() throws IOException, InterruptedException {
    cuda = FakeCuda.make(libraries);
  }

  private DriverDevice open(int ordinal) {
    return new CudaDevices(
            cuda.driver(),
            version -> {
              assertThat(version).isEqualTo(13_000);
              return new Nvrtc(compiler);
            },
            new CubinCache(folder),
            () -> "KERNEL")
        .openDevice(ordinal);
  }

  /** Sets what names the driver's library for as long as {@code work} takes. */
  private static void withLibrary(String library, Runnable work) {
    String before = System.setProperty(DriverLibrary.LIBRARY_PROPERTY, library);
    try {
      work.run();
    } finally {
      if (before == null) {
        System.clearProperty(DriverLibrary.LIBRARY_PROPERTY);
      } else {
        System.setProperty(DriverLibrary.LIBRARY_PROPERTY, before);
      }
    }
  }

  @Test
  void opensWithKernelsCompiledOnce() {
    try (DriverDevice device = open(0)) {
      assertThat(device.name()).isEqualTo("Fake GPU");
      assertThat(device.allocate(16)).isPositive();
    }
    open(0).close();
    assertThat(compiler.compilations).hasSize(1);
    assertThat(compiler.compilations.get(0)).contains("--gpu-architecture=sm_90");
    assertThat(cuda.controls().fake_open()).isZero();
  }

  @Test
  void compilesForTheNearestOfTheSameMajorCapability() {
    cuda.controls().fake_driver(13_000, 8, 9);
    open(0).close();
    assertThat(compiler.compilations.get(0)).contains("--gpu-architecture=sm_80");
  }

  @ParameterizedTest
  @CsvSource({"6, 0", "7, 0", "7, 2"})
  void refusesAnOldGpu(int major, int minor) {
    cuda.controls().fake_driver(13_000, major, minor);
    assertThatThrownBy(() -> open(0))
        .isInstanceOf(DeviceFailure.class)
        .hasMessage(
            "GPU 0 (Fake GPU, compute capability %d.%d) is too old: take one of compute capability"
                + " 7.5 or newer",
            major, minor);
    assertThat(compiler.compilations).isEmpty();
  }

  @Test
  void saysHowManyGpusThereAre() {
    assertThatThrownBy(() -> open(3))
        .isInstanceOf(DeviceFailure.class)
        .hasMessage("there is no GPU 3: the NVIDIA driver shows 1, counted from 0");
  }

  @Test
  void saysThatThereIsNoGpu() {
    cuda.controls().fake_fail("cuInit", 1, 100);
    assertThatThrownBy(() -> open(0))
        .isInstanceOf(DeviceFailure.class)
        .hasMessage("the NVIDIA driver shows no GPU");
  }

  @Test
  void saysWhatTheDriverSays() {
    cuda.controls().fake_fail("cuInit", 1, 803);
    assertThatThrownBy(() -> open(0))
        .isInstanceOf(DeviceFailure.class)
        .hasMessage(
            "cuInit failed: CUDA_ERROR_SYSTEM_DRIVER_MISMATCH (system has unsupported display"
                + " driver / cuda driver combination)");
  }

  /** One whose name it does not know either. */
  @Test
  void givesTheNumberOfAnErrorWithoutAName() {
    cuda.controls().fake_fail("cuInit", 1, 12_345);
    assertThatThrownBy(() -> open(0)).hasMessage("cuInit failed with error 12345");
  }

  @Test
  void saysWhatDoesNotCompile() {
    compiler.result = NvrtcLibrary.ERROR_COMPILATION;
    compiler.log = "kernels.cu(1): error: this declaration has no storage class";
    assertThatThrownBy(() -> open(0))
        .isInstanceOf(DeviceFailure.class)
        .hasMessageContaining("sm_90: kernels.cu(1): error: this declaration");
    assertThat(folder).isEmptyDirectory();
    assertThat(cuda.controls().fake_open()).isZero();
  }

  @Test
  void showsAllThatTheDriverShows() {
    withLibrary(
        cuda.library(),
        () ->
            assertThat(CudaDevices.all())
                .singleElement()
                .hasToString("GPU 0 (Fake GPU, compute capability 9.0)"));
    withLibrary("/no/such/libcuda.so.1", () -> assertThat(CudaDevices.all()).isEmpty());
  }

  @Test
  void saysThatThereIsNoDriver() {
    withLibrary(
        "/no/such/libcuda.so.1",
        () ->
            assertThatThrownBy(() -> CudaDevices.open(0))
                .isInstanceOf(DeviceFailure.class)
                .hasMessageStartingWith("/no/such/libcuda.so.1 cannot be loaded ("));
  }
}
