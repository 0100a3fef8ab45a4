package dev.bottleneck.sweep;

import dev.bottleneck.runtime.UserError;

/** The store cannot be read or written: no trial can go on, and none is to blame. */
final class StoreFailure extends UserError {
  StoreFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
