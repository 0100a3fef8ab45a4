package dev.bottleneck.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HeartbeatTest {
  @Test
  void beatsOnThoughOneFails() throws InterruptedException {
    CountDownLatch beats = new CountDownLatch(4);
    Runnable beat =
        () -> {
          beats.countDown();
          if (beats.getCount() % 2 == 0) {
            throw new StoreFailure("the disk is full", null);
          }
        };
    try (Heartbeat heartbeat = new Heartbeat(beat, Duration.ofMillis(6))) {
      assertThat(beats.await(60, TimeUnit.SECONDS)).isTrue();
    }
  }
}
