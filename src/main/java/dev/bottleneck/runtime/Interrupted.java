package dev.bottleneck.runtime;

/** The user asked a running training to stop. */
public final class Interrupted extends RuntimeException {
  public Interrupted() {
    super("interrupted");
  }

  /** Throws if the calling thread was interrupted; leaves its interrupt flag set. */
  public static void check() {
    if (Thread.currentThread().isInterrupted()) {
      throw new Interrupted();
    }
  }
}
