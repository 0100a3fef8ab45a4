package dev.bottleneck.jobs;

/** Thrown out of a training whose job another process has taken, as this one was silent. */
public final class Lost extends RuntimeException {
  /**
   * @param job in words
   */
  public Lost(Object job) {
    super(job + " was taken by another process");
  }
}
