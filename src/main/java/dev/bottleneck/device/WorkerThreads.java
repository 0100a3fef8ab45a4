package dev.bottleneck.device;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Threads that compute side by side, spread evenly over the devices; each stays on its own.
 *
 * @param <T> what a piece of work results in
 */
public final class WorkerThreads<T> implements AutoCloseable {
  private final Devices devices;
  private final int computeThreads;
  private final ExecutorService pool;
  private final CompletionService<T> ended;
  private final AtomicInteger numbers = new AtomicInteger();
  private final ThreadLocal<Integer> number = ThreadLocal.withInitial(numbers::getAndIncrement);

  /**
   * @param count how many; the first so many pieces of work get a thread each
   * @param computeThreads that one operation of one of them may use
   */
  public WorkerThreads(Devices devices, int count, int computeThreads) {
    this.devices = devices;
    this.computeThreads = computeThreads;
    this.pool = Executors.newFixedThreadPool(count);
    this.ended = new ExecutorCompletionService<>(pool);
  }

  /** Has {@code work} done when a thread is free, in the order of the calls. */
  public void submit(Supplier<T> work) {
    ended.submit(() -> pinned(work));
  }

  private T pinned(Supplier<T> work) {
    devices.pin(number.get());
    ComputeThreads.set(computeThreads);
    T result = work.get();
    devices.finish();
    return result;
  }

  /** The result of the next piece of work that ends; what it threw is thrown. */
  public T next() throws InterruptedException {
    return result(ended.take());
  }

  /** The same; empty if none ends within {@code patience}. */
  public Optional<T> next(Duration patience) throws InterruptedException {
    Future<T> next = ended.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
    return next == null ? Optional.empty() : Optional.of(result(next));
  }

  private static <T> T result(Future<T> work) throws InterruptedException {
    try {
      return work.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException("a worker failed", e.getCause());
    }
  }

  /**
   * Interrupts the threads and waits for their end, whatever happens: they use native memory that
   * must not be freed under them.
   */
  @Override
  public void close() {
    pool.shutdownNow();
    boolean interrupted = false;
    while (!pool.isTerminated()) {
      try {
        pool.awaitTermination(1, TimeUnit.MINUTES);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
