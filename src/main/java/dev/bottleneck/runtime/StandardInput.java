package dev.bottleneck.runtime;

import java.io.IOException;

/** What whoever started this process holds the other end of. */
public final class StandardInput {
  /** As of a process that Ctrl-C has ended. */
  private static final int INTERRUPTED = 130;

  private StandardInput() {}

  /**
   * From now on ends this process when its standard input ends, as it does when whoever started it
   * is no more, however that ended; what runs is stopped as by Ctrl-C.
   */
  public static void endsProcess() {
    Thread waiting = new Thread(StandardInput::await, "standard-input");
    waiting.setDaemon(true);
    waiting.start();
  }

  private static void await() {
    try {
      while (System.in.read() >= 0) {
        // What is said there is for nobody.
      }
    } catch (IOException e) {
      // Broken is as good as ended.
    }
    System.exit(INTERRUPTED);
  }
}
