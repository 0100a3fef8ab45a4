package dev.bottleneck.sweep.work;

import dev.bottleneck.device.Devices;
import dev.bottleneck.device.WorkerThreads;
import dev.bottleneck.runtime.Interrupted;
import dev.bottleneck.sweep.trial.Trial;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Threads of this process that take trials until there are none, each with one compute thread.
 *
 * <p>Threads rather than processes: they share the data in memory and start at once. Whoever wants
 * processes starts several with {@code --join}.
 */
public final class Workers {
  private final Devices devices;
  private final int count;

  public Workers(Devices devices, int count) {
    this.devices = devices;
    this.count = count;
  }

  /**
   * Has every trial that {@code claim} gives done by {@code work}; returns when there are no more.
   *
   * @throws Interrupted if this thread was interrupted; the workers have ended by then
   */
  void run(Supplier<Optional<Trial>> claim, Consumer<Trial> work) {
    try (WorkerThreads<Void> threads = new WorkerThreads<>(devices, count, 1)) {
      for (int i = 0; i < count; i++) {
        threads.submit(
            () -> {
              work(claim, work);
              return null;
            });
      }
      for (int i = 0; i < count; i++) {
        threads.next();
      }
    } catch (InterruptedException e) {
      throw new Interrupted();
    }
  }

  private static void work(Supplier<Optional<Trial>> claim, Consumer<Trial> work) {
    while (!Thread.currentThread().isInterrupted()) {
      Optional<Trial> trial = claim.get();
      if (trial.isEmpty()) {
        return;
      }
      work.accept(trial.get());
    }
  }
}
