package dev.bottleneck.jobs;

/** The store was there, or is waited for, and cannot be talked to for now: to be tried again. */
public final class Unreachable extends StoreFailure {
  Unreachable(String message, Throwable cause) {
    super(message, cause);
  }
}
