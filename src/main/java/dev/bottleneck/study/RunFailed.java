package dev.bottleneck.study;

/** Some of what was asked for has no result; the message says what, and why as far as is known. */
public final class RunFailed extends RuntimeException {
  public RunFailed(String reason) {
    super(reason);
  }
}
