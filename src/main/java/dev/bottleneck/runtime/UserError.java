package dev.bottleneck.runtime;

/**
 * A mistake in what the user gave: one line that names the file, key or value and what would be
 * right.
 *
 * <p>The command line prints the message alone and ends with exit code 2; the stack trace goes to
 * the log file.
 */
public class UserError extends RuntimeException {
  public UserError(String message) {
    super(message);
  }

  public UserError(String message, Throwable cause) {
    super(message, cause);
  }
}
