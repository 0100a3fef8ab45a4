package dev.bottleneck.sweep.work;

/** What is done of a sweep from here: by this process, or by others that it has started. */
public interface Work {
  /**
   * The search, then the winner's runs on the test part.
   *
   * @throws dev.bottleneck.runtime.Interrupted if this thread was interrupted; trials that were
   *     running wait again
   */
  void run();

  /** Why it ended before the sweep had; empty if it did not. */
  String stopped();
}
