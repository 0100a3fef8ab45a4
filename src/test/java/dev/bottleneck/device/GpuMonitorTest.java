package dev.bottleneck.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class GpuMonitorTest {
  private static final Duration NO_PAUSE = Duration.ofNanos(1);

  private final AtomicInteger readings = new AtomicInteger();
  private final CountDownLatch fourth = new CountDownLatch(1);

  /** 10 and 100, 20 and 100, 30 and 100; then it hangs, as a driver may, until it is stopped. */
  private List<Double> rising() {
    int reading = readings.incrementAndGet();
    if (reading > 3) {
      fourth.countDown();
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        throw new IllegalStateException("stopped", e);
      }
    }
    return List.of(10.0 * reading, 100.0);
  }

  @Test
  void givesTheMeanOfEachGpu() throws InterruptedException {
    GpuMonitor monitor = GpuMonitor.start(this::rising, NO_PAUSE);
    fourth.await();
    monitor.close();
    assertThat(monitor.means()).containsExactly(20.0, 100.0);
  }

  @Test
  void readsNoMoreOnceItIsClosed() throws InterruptedException {
    CountDownLatch first = new CountDownLatch(1);
    AtomicReference<Thread> sampler = new AtomicReference<>();
    GpuMonitor monitor =
        GpuMonitor.start(
            () -> {
              readings.incrementAndGet();
              sampler.set(Thread.currentThread());
              first.countDown();
              return List.of(50.0);
            },
            NO_PAUSE);
    first.await();
    monitor.close();
    int read = readings.get();
    assertThat(monitor.means()).containsExactly(50.0);
    sampler.get().join();
    assertThat(readings).hasValue(read);
  }

  @Test
  void aReadingThatFailsEndsTheSamplingAndNothingElse() throws InterruptedException {
    CountDownLatch failed = new CountDownLatch(1);
    GpuMonitor monitor =
        GpuMonitor.start(
            () -> {
              if (readings.incrementAndGet() == 2) {
                failed.countDown();
                throw new IllegalStateException("no driver any more");
              }
              return List.of(40.0);
            },
            NO_PAUSE);
    failed.await();
    monitor.close();
    assertThat(monitor.means()).containsExactly(40.0);
    assertThat(readings).hasValue(2);
  }

  @Test
  void withoutGpusThereIsNoMean() {
    GpuMonitor monitor = GpuMonitor.start(List::of, Duration.ofDays(1));
    monitor.close();
    assertThat(monitor.means()).isEmpty();
  }
}
