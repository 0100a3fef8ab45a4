package dev.bottleneck.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class AheadTest {
  @Test
  void isDoneOnAnotherThreadWhileTheCallerGoesOn() {
    CountDownLatch went = new CountDownLatch(1);
    Ahead<Thread> ahead =
        Ahead.of(
            () -> {
              await(went);
              return Thread.currentThread();
            });
    went.countDown(); // the caller is here before the work has ended
    assertThat(ahead.get()).isNotSameAs(Thread.currentThread());
    assertThat(ahead.get().isDaemon()).isTrue();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void throwsWhatTheWorkThrew() {
    UserError mistake = new UserError("no room");
    Ahead<Void> ahead =
        Ahead.of(
            () -> {
              throw mistake;
            });
    assertThatThrownBy(ahead::get).isSameAs(mistake);
    Ahead<Void> worse =
        Ahead.of(
            () -> {
              throw new NoClassDefFoundError("X");
            });
    assertThatThrownBy(worse::get).isInstanceOf(NoClassDefFoundError.class);
    worse.settle(); // and throws nothing
  }

  @Test
  void aWaitThatIsInterruptedEndsAndStaysSo() {
    CountDownLatch never = new CountDownLatch(1);
    AtomicBoolean ended = new AtomicBoolean();
    Ahead<Void> ahead =
        Ahead.of(
            () -> {
              await(never);
              ended.set(true);
              return null;
            });
    Thread.currentThread().interrupt();
    assertThatThrownBy(ahead::get).isInstanceOf(Interrupted.class);
    assertThat(Thread.interrupted()).isTrue();
    never.countDown();
    ahead.settle();
    assertThat(ended).isTrue();
  }
}
