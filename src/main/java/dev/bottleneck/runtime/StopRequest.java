package dev.bottleneck.runtime;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Turns Ctrl-C into an interrupt of the present thread, and holds the process until that thread has
 * written what it had finished.
 */
public final class StopRequest implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 60;

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
    return request;
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is already ending, and the hook with it.
    }
  }
}
