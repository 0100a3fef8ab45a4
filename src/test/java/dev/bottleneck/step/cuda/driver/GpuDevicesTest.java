package dev.bottleneck.step.cuda.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bottleneck.device.Gpu;
import dev.bottleneck.device.GpuSurvey;
import dev.bottleneck.device.SomeGpus;
import dev.bottleneck.step.cuda.device.DeviceFailure;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GpuDevicesTest {
  private static GpuDevices of(GpuSurvey survey) {
    return new GpuDevices(() -> Optional.of(survey));
  }

  /** An old GPU beside a new one is passed over, and the driver's numbers stay what they are. */
  @Test
  void olderGpusAreLeftOut() {
    GpuDevices devices = of(SomeGpus.survey("580.65.06", "7.0", "9.0", "7.5"));
    assertThat(devices.count()).isEqualTo(2);
    assertThat(devices.served()).extracting(Gpu::index).containsExactly(1, 2);
  }

  @Test
  void whereThereAreNoneItIsTold() {
    GpuDevices old = of(SomeGpus.survey("580.65.06", "6.1"));
    assertThatThrownBy(old::count)
        .isInstanceOf(DeviceFailure.class)
        .hasMessageEndingWith(" is too old: take a GPU of compute capability 7.5 or newer");
    GpuDevices none = of(SomeGpus.survey("580.65.06"));
    assertThatThrownBy(none::count)
        .isInstanceOf(DeviceFailure.class)
        .hasMessage("the NVIDIA driver shows no GPU");
  }
}
