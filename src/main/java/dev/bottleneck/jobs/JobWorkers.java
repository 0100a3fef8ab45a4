package dev.bottleneck.jobs;

import dev.bottleneck.device.Devices;
import dev.bottleneck.device.WorkerThreads;
import dev.bottleneck.runtime.Interrupted;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Threads of this process that take jobs until there are none.
 *
 * <p>Threads rather than processes: they share the data in memory and start at once. Whoever wants
 * processes starts several with {@code --join}.
 */
public final class JobWorkers {
  /** How often a process without a job of its own looks whether the others have ended. */
  static final Duration LOOK = Duration.ofMillis(500);

  private final Devices devices;
  private final int count;
  private final int threads;
  private final Time time;

  /**
   * @param count how many jobs at once
   * @param threads that one operation of a job may use
   */
  public JobWorkers(Devices devices, int count, int threads, Time time) {
    this.devices = devices;
    this.count = count;
    this.threads = threads;
    this.time = time;
  }

  /** What people know the calling thread's GPU by; empty on the processor. */
  public Optional<String> gpu() {
    return devices.gpu();
  }

  /**
   * Has {@code work} done until it finds no job and nobody is at work on any; what others leave
   * behind meanwhile is found.
   *
   * @param work takes a job and carries it out, on a worker's thread; empty if there was none
   * @param ended hears of what it gave, on this thread
   * @param look done on this thread now and then, while others or workers are busy
   * @param unfinished whether a job is still to be ended, by whomever
   * @throws Interrupted if this thread was interrupted; the workers have ended by then
   */
  public <T> void run(
      Supplier<Optional<T>> work, Consumer<T> ended, Runnable look, Supplier<Boolean> unfinished) {
    try (WorkerThreads<Optional<T>> workers = new WorkerThreads<>(devices, count, threads)) {
      for (int i = 0; i < count; i++) {
        workers.submit(work);
      }
      int idle = 0;
      while (idle < count || unfinished.get()) {
        Optional<Optional<T>> done = idle < count ? workers.next(LOOK) : pause();
        if (done.isEmpty()) {
          look.run();
          for (; idle > 0 && unfinished.get(); idle--) {
            workers.submit(work);
          }
        } else if (done.get().isPresent()) {
          workers.submit(work); // before it is heard of, which may take a while
          ended.accept(done.get().get());
        } else {
          idle++;
        }
      }
    } catch (InterruptedException e) {
      throw new Interrupted();
    }
  }

  private <T> Optional<T> pause() throws InterruptedException {
    time.pause(LOOK);
    return Optional.empty();
  }
}
