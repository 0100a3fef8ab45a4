package dev.bottleneck.runtime;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Work that is begun before its result is needed, on another thread: what neither computes with
 * ND4J's arrays nor depends on the thread that does it.
 */
public final class Ahead<T> {
  private static final Logger log = LoggerFactory.getLogger(Ahead.class);

  private static final long IDLE_SECONDS = 5;

  private static final ExecutorService THREADS = threads();

  private final Future<T> result;

  private Ahead(Future<T> result) {
    this.result = result;
  }

  /** As many as there are cores, which end when there is nothing to do. */
  private static ExecutorService threads() {
    int cores = Runtime.getRuntime().availableProcessors();
    ThreadPoolExecutor threads =
        new ThreadPoolExecutor(
            cores,
            cores,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            work -> {
              Thread thread = new Thread(work, "ahead");
              thread.setDaemon(true);
              return thread;
            });
    threads.allowCoreThreadTimeOut(true);
    return threads;
  }

  /** Begins {@code work}, which must not wait for other work of this kind. */
  public static <T> Ahead<T> of(Supplier<T> work) {
    return new Ahead<>(THREADS.submit(work::get));
  }

  /** Waits until the work has ended, whatever came of it. */
  public void settle() {
    try {
      get();
    } catch (RuntimeException | Error e) {
      log.debug("what was begun ahead, and is not needed, failed", e);
    }
  }

  /**
   * What the work gave, or throws what it threw; waits for it.
   *
   * @throws Interrupted if the calling thread is interrupted
   */
  public T get() {
    try {
      return result.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Interrupted();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      if (e.getCause() instanceof Error cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause()); // a Supplier throws nothing else
    }
  }
}
