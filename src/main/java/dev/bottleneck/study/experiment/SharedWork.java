package dev.bottleneck.study.experiment;

import dev.bottleneck.runtime.Interrupted;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/**
 * Work that several arms of one seed would do alike, such as the same pretraining: done by the
 * first job that asks, and waited for by the others.
 */
public final class SharedWork {
  private record Key(long seed, String use) {}

  private final Map<Key, FutureTask<Object>> tasks = new ConcurrentHashMap<>();

  /**
   * The result of {@code work}, which is done once for {@code seed} and {@code use}; what it throws
   * is thrown to all who ask.
   *
   * @throws Interrupted if the thread was interrupted
   */
  Object once(long seed, String use, Supplier<Object> work) {
    FutureTask<Object> own = new FutureTask<>(work::get);
    FutureTask<Object> there = tasks.putIfAbsent(new Key(seed, use), own);
    if (there == null) {
      own.run();
    }
    try {
      return (there == null ? own : there).get();
    } catch (InterruptedException e) {
      throw new Interrupted();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) e.getCause(); // a supplier throws nothing else
    }
  }

  /** Forgets what was done for {@code seed}, once all of its jobs have ended. */
  public void forget(long seed) {
    tasks.keySet().removeIf(key -> key.seed == seed);
  }
}
