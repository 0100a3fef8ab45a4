package dev.bottleneck.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class DeviceCopiesTest {
  private final INDArray original = Nd4j.createFromArray(1f, 2f);

  @Test
  void eachDeviceGetsOneCopyAndItsOwnTheOriginal() {
    AtomicInteger device = new AtomicInteger(1);
    List<Integer> copied = new ArrayList<>();
    DeviceCopies copies =
        new DeviceCopies(
            original,
            device::get,
            (to, array) -> {
              copied.add(to);
              return array.dup();
            });
    assertThat(copies.here()).isSameAs(original);
    device.set(0);
    INDArray onFirst = copies.here();
    assertThat(onFirst).isNotSameAs(original).isEqualTo(original);
    device.set(2);
    assertThat(copies.here()).isNotSameAs(onFirst).isEqualTo(original);
    device.set(0);
    assertThat(copies.here()).isSameAs(onFirst);
    device.set(1);
    assertThat(copies.here()).isSameAs(original);
    assertThat(copied).containsExactly(0, 2);
  }

  @Test
  void onOneDeviceThereIsTheOriginalAlone() throws InterruptedException {
    DeviceCopies copies = new DeviceCopies(original);
    List<INDArray> elsewhere = new ArrayList<>();
    Thread thread = new Thread(() -> elsewhere.add(copies.here()));
    thread.start();
    thread.join();
    assertThat(elsewhere.get(0)).isSameAs(original);
  }
}
