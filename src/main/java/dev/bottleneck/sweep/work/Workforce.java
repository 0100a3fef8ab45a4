package dev.bottleneck.sweep.work;

import dev.bottleneck.sweep.definition.SweepDefinition;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/** Has processes elsewhere work on a sweep whose store they reach. */
public interface Workforce {
  /** How many they are at the most. */
  int size();

  /** How many and where, in words. */
  String inWords();

  /**
   * Starts them.
   *
   * @param folder the sweep's, for what is to be kept of them
   * @param tell takes what a person should know meanwhile
   * @throws dev.bottleneck.runtime.UserError if they cannot be started
   */
  AtWork start(SweepDefinition sweep, Path folder, Consumer<String> tell);

  /** Processes that were started. Closing it ends those that have not left. */
  interface AtWork extends AutoCloseable {
    /** Whether all have left, none of which comes back. */
    boolean haveLeft();

    /** Why some left early, once all have left; empty if nothing was left to do. */
    Optional<String> failure();

    @Override
    void close();
  }
}
