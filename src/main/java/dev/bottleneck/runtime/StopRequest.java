package dev.bottleneck.runtime;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Turns Ctrl-C into an interrupt of the present thread, and holds the process until that thread has
 * written what it had finished.
 */
public final class StopRequest implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 60;

  private static final AtomicInteger OPEN = new AtomicInteger();

  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread hook;

  private StopRequest(Thread toInterrupt) {
    hook =
        new Thread(
            () -> {
              toInterrupt.interrupt();
              try {
                closed.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "stop-request");
  }

  /** Hears of Ctrl-C until it is closed. */
  public static StopRequest onShutdown() {
    StopRequest request = new StopRequest(Thread.currentThread());
    Runtime.getRuntime().addShutdownHook(request.hook);
    OPEN.incrementAndGet();
    return request;
  }

  /** Whether anyone hears of it. */
  static boolean isHeard() {
    return OPEN.get() > 0;
  }

  @Override
  public void close() {
    OPEN.decrementAndGet();
    closed.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is already ending, and the hook with it.
    }
  }
}
