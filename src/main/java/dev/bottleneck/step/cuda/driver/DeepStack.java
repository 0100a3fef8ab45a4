package dev.bottleneck.step.cuda.driver;

import dev.bottleneck.runtime.Interrupted;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/**
 * Work on a thread with a stack as deep as a compiler's: it would have its own raised for the whole
 * process, which does nothing for a thread of Java's, and one that is too short ends the process.
 */
final class DeepStack {
  private static final long BYTES = 64L << 20;

  private DeepStack() {}

  /**
   * What {@code work} gives, or throws what it throws.
   *
   * @throws Interrupted if the calling thread is interrupted
   */
  static <T> T get(Supplier<T> work) {
    FutureTask<T> task = new FutureTask<>(work::get);
    Thread thread = new Thread(null, task, "kernel compiler", BYTES);
    thread.setDaemon(true);
    thread.start();
    try {
      return task.get();
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
