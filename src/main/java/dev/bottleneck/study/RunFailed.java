package dev.bottleneck.study;

/** No network of a run has a result; the message says why the first of them has none. */
final class RunFailed extends RuntimeException {
  RunFailed(String reason) {
    super(reason);
  }
}
