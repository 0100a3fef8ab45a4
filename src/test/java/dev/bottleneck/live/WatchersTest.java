package dev.bottleneck.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who is waited for at the end of watched work. */
class WatchersTest {
  private final Watchers watchers = new Watchers();

  private void await() {
    try {
      watchers.awaitServed();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A page in the background asks once a minute, and is forgotten meanwhile. */
  @Test
  void whoeverWasToldOfTheReportIsWaitedForThoughForgotten() throws Exception {
    watchers.told("forgotten");
    Thread awaiting = new Thread(this::await);
    awaiting.start();
    while (awaiting.isAlive() && awaiting.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    assertThat(awaiting.isAlive()).isTrue();
    watchers.served();
    awaiting.join();
  }

  @Test
  @Timeout(value = 4)
  void nobodyIsWaitedForTwice() {
    watchers.asked("one");
    watchers.told("one");
    watchers.told("one");
    watchers.served();
    await();
  }

  @Test
  @Timeout(value = 4)
  void moreThanCanBeMeantAreNotCounted() {
    IntStream.range(0, 1_000).forEach(i -> watchers.asked("name " + i));
    IntStream.range(0, 1_000).forEach(i -> watchers.told("name " + i));
    IntStream.range(0, 100).forEach(i -> watchers.served());
    await();
  }
}
