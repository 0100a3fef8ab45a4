package dev.bottleneck.study.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** What is noted of calls that fail. */
class MlflowCallsTest {
  private final List<String> notes = Collections.synchronizedList(new ArrayList<>());

  @Test
  void whatTheEndCutsShortIsNotedOnce() throws Exception {
    MlflowCalls calls = new MlflowCalls("there", Duration.ofMillis(1), notes::add);
    calls.make(
        () -> {
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            throw new InterruptedIOException("interrupted");
          }
        });
    calls.close();
    assertThat(calls.awaitEnd()).isTrue();
    assertThat(notes).containsExactly("MLflow at there was not told all: it is too slow");
  }

  @Test
  void afterAFailureNothingIsToldAndItIsNotedOnce() {
    List<String> told = new ArrayList<>();
    try (MlflowCalls calls = new MlflowCalls("there", Duration.ofMinutes(1), notes::add)) {
      calls.make(() -> told.add("first"));
      calls.make(
          () -> {
            throw new IllegalStateException("broken");
          });
      calls.make(() -> told.add("third"));
    }
    assertThat(told).containsExactly("first");
    assertThat(notes)
        .containsExactly("MLflow at there is not told any more (broken): the training goes on");
  }
}
