package dev.bottleneck.step.cuda.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bottleneck.device.ComputeCapability;
import dev.bottleneck.step.cuda.device.DeviceFailure;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArchitectureTest {
  /** Those of NVRTC 12.4 and of 13.0. */
  private static final List<ComputeCapability> OLDER = of(70, 72, 75, 80, 86, 87, 89, 90);

  private static final List<ComputeCapability> NEWER =
      of(75, 80, 86, 87, 88, 89, 90, 100, 103, 110, 120, 121);

  private static List<ComputeCapability> of(int... numbers) {
    return IntStream.of(numbers).mapToObj(Architecture::of).toList();
  }

  private static ComputeCapability gpu(String capability) {
    String[] parts = capability.split("\\.");
    return new ComputeCapability(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
  }

  @ParameterizedTest
  @CsvSource({
    "7.5, sm_75",
    "8.0, sm_80",
    "8.6, sm_86",
    "8.8, sm_88",
    "9.0, sm_90",
    "10.0, sm_100",
    "10.3, sm_103",
    "10.7, sm_103",
    "12.0, sm_120",
    "12.1, sm_121"
  })
  void isTheGreatestThatTheGpuRuns(String capability, String name) {
    assertThat(Architecture.name(Architecture.best(gpu(capability), NEWER, "NVRTC 13.0")))
        .isEqualTo(name);
  }

  @ParameterizedTest
  @CsvSource({
    "10.0, CUDA 12.8 or newer",
    "11.0, CUDA 13.0 or newer",
    "12.0, CUDA 12.8 or newer",
    "13.0, a newer CUDA"
  })
  void saysWhichCudaIsNeeded(String capability, String needed) {
    assertThatThrownBy(() -> Architecture.best(gpu(capability), OLDER, "NVRTC 12.4"))
        .isInstanceOf(DeviceFailure.class)
        .hasMessage(
            "NVRTC 12.4 cannot compile for compute capability %s: install that of %s"
                .formatted(capability, needed));
  }
}
