package dev.bottleneck.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;

class DeviceHabitsTest {
  @Test
  void aCopyOfTheDataTakesAnEighthOfWhatIsFreeAtTheMost() {
    AtomicLong free = new AtomicLong(8_000);
    DeviceHabits habits = DeviceHabits.gpu(free::get);
    assertThat(habits.copiesEpoch(1_000)).isTrue();
    assertThat(habits.copiesEpoch(1_001)).isFalse();
    // Another training has taken its share.
    free.set(7_000);
    assertThat(habits.copiesEpoch(1_000)).isFalse();
    assertThat(habits.copiesEpoch(875)).isTrue();
  }

  @Test
  void aProcessorHasNone() {
    DeviceHabits habits = DeviceHabits.processor();
    assertThat(habits.copiesEpoch(0)).isFalse();
    assertThat(habits.viewsExamples()).isFalse();
    assertThat(habits.defersLoss()).isFalse();
  }

  @Test
  void theBackendDecides() {
    boolean gpu = !Nd4j.getEnvironment().isCPU();
    assertThat(Machine.computesOnGpu()).isEqualTo(gpu);
    assertThat(DeviceHabits.ofBackend().defersLoss()).isEqualTo(gpu);
    assertThat(Devices.present().areGpus()).isEqualTo(gpu);
  }
}
