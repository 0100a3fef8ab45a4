package dev.bottleneck.sweep;

import dev.bottleneck.device.ComputeThreads;
import dev.bottleneck.training.Interrupted;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Threads of this process that take trials until there are none, each with one compute thread.
 *
 * <p>Threads rather than processes: they share the data in memory and start at once. Whoever wants
 * processes starts several with {@code --join}.
 */
final class Workers {
  private final int count;

  Workers(int count) {
    this.count = count;
  }

  /**
   * Has every trial that {@code claim} gives done by {@code work}; returns when there are no more.
   *
   * @throws Interrupted if this thread was interrupted; the workers have ended by then
   */
  void run(Supplier<Optional<Trial>> claim, Consumer<Trial> work) {
    ExecutorService threads = Executors.newFixedThreadPool(count);
    List<Future<?>> workers = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        workers.add(threads.submit(() -> work(claim, work)));
      }
      for (Future<?> worker : workers) {
        worker.get();
      }
    } catch (InterruptedException e) {
      throw new Interrupted();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException("a worker failed", e.getCause());
    } finally {
      threads.shutdownNow();
      awaitEnd(threads);
    }
  }

  private static void work(Supplier<Optional<Trial>> claim, Consumer<Trial> work) {
    ComputeThreads.set(1);
    while (!Thread.currentThread().isInterrupted()) {
      Optional<Trial> trial = claim.get();
      if (trial.isEmpty()) {
        return;
      }
      work.accept(trial.get());
    }
  }

  /** Whatever happens: they use native memory that must not be freed under them. */
  private static void awaitEnd(ExecutorService threads) {
    boolean interrupted = false;
    while (!threads.isTerminated()) {
      try {
        threads.awaitTermination(1, TimeUnit.MINUTES);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
