package dev.bottleneck.device;

import java.io.UncheckedIOException;

/** What ended something, in one line for whoever waits for it. */
public final class FailureLine {
  private FailureLine() {}

  /** That of {@code e}; where memory ran out, what raises its limit. */
  public static String of(Throwable e) {
    return OutOfMemory.explain(e)
        .orElseGet(
            () -> {
              String message = e.getMessage() == null ? e.toString() : firstLine(e.getMessage());
              // Which disk is full, or whose folder it is, stands in the cause.
              return e instanceof UncheckedIOException && e.getCause().getMessage() != null
                  ? message + ": " + firstLine(e.getCause().getMessage())
                  : message;
            });
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse(text);
  }
}
