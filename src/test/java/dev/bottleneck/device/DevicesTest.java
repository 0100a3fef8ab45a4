package dev.bottleneck.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bottleneck.testing.StubGpus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

@Timeout(60)
class DevicesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1 | 1 | 1 worker on 1 GPU",
        "3 | 1 | 3 workers on 1 GPU",
        "1 | 2 | 1 worker on 1 of 2 GPUs",
        "3 | 4 | 3 workers on 3 of 4 GPUs",
        "2 | 2 | 2 workers on 2 GPUs, 1 each",
        "6 | 2 | 6 workers on 2 GPUs, 3 each",
        "5 | 2 | 5 workers on 2 GPUs, 2 or 3 each",
      })
  void saysHowWorkersAreSpread(int workers, int gpus, String text) {
    assertThat(new StubGpus(gpus).spread(workers)).isEqualTo(text);
  }

  @Test
  void theProcessorIsOneDeviceAndCopiesNothing() {
    Devices devices = Devices.present();
    assertThat(devices.areGpus()).isFalse();
    assertThat(devices.count()).isEqualTo(1);
    assertThat(devices.spread(1)).isEqualTo("1 worker");
    assertThat(devices.spread(6)).isEqualTo("6 workers");
    devices.pin(5);
    assertThat(devices.current()).isZero();
    INDArray array = Nd4j.rand(2, 3);
    assertThat(devices.here(array)).isSameAs(array);
    devices.finish();
    assertThatThrownBy(() -> devices.use(1)).hasMessage("device 1 of 1");
  }

  /** Each of six threads holds its first piece of work until all have one. */
  private static Map<Thread, Integer> devicesOfSixWorkers(StubGpus gpus) throws Exception {
    Map<Thread, Integer> devices = new HashMap<>();
    CountDownLatch all = new CountDownLatch(6);
    try (WorkerThreads<Map.Entry<Thread, Integer>> threads = new WorkerThreads<>(gpus, 6, 1)) {
      for (int i = 0; i < 20; i++) {
        threads.submit(
            () -> {
              all.countDown();
              await(all);
              return Map.entry(Thread.currentThread(), gpus.current());
            });
      }
      for (int i = 0; i < 20; i++) {
        Map.Entry<Thread, Integer> seen = threads.next();
        Integer before = devices.put(seen.getKey(), seen.getValue());
        assertThat(before).as("the thread stays").isIn(null, seen.getValue());
      }
    }
    return devices;
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void sixWorkersOnTwoGpusAreThreeEach() throws Exception {
    StubGpus gpus = new StubGpus(2);
    Map<Thread, Integer> devices = devicesOfSixWorkers(gpus);
    assertThat(devices.values()).containsExactlyInAnyOrder(0, 0, 0, 1, 1, 1);
    assertThat(gpus.used().values()).allMatch(used -> used.size() == 1);
    assertThat(devicesOfSixWorkers(new StubGpus(4)).values())
        .containsExactlyInAnyOrder(0, 0, 1, 1, 2, 3);
  }

  @Test
  void whatWorkThrowsIsThrownToTheOneWhoWaits() throws InterruptedException {
    for (Throwable thrown :
        List.of(new IllegalArgumentException("wrong"), new OutOfMemoryError("Java heap space"))) {
      try (WorkerThreads<Void> threads = new WorkerThreads<>(new StubGpus(1), 2, 1)) {
        threads.submit(
            () -> {
              if (thrown instanceof Error error) {
                throw error;
              }
              throw (RuntimeException) thrown;
            });
        assertThatThrownBy(threads::next).isSameAs(thrown);
      }
    }
  }

  @Test
  void aDeviceGetsOneCopyHoweverManyThreadsAsk() throws InterruptedException {
    StubGpus gpus = new StubGpus(3);
    INDArray original = Nd4j.rand(4, 5);
    PerDevice<INDArray> shared = new PerDevice<>(gpus, original, gpus::here);
    assertThat(shared.get()).isSameAs(original);
    Map<Integer, List<INDArray>> seen = new HashMap<>();
    try (WorkerThreads<Map.Entry<Integer, INDArray>> threads = new WorkerThreads<>(gpus, 9, 1)) {
      for (int i = 0; i < 60; i++) {
        threads.submit(() -> Map.entry(gpus.current(), shared.get()));
      }
      for (int i = 0; i < 60; i++) {
        Map.Entry<Integer, INDArray> next = threads.next();
        seen.computeIfAbsent(next.getKey(), device -> new ArrayList<>()).add(next.getValue());
      }
    }
    assertThat(seen.getOrDefault(0, List.of())).allMatch(array -> array == original);
    for (int device : Set.of(1, 2)) {
      List<INDArray> arrays = seen.getOrDefault(device, List.of());
      assertThat(arrays).allMatch(array -> array == arrays.get(0) && array.equals(original));
    }
    assertThat(gpus.copied())
        .extracting(StubGpus.Copied::device)
        .containsExactlyInAnyOrderElementsOf(seen.keySet().stream().filter(d -> d > 0).toList());
  }
}
