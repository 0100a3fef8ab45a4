package dev.bottleneck.study;

import dev.bottleneck.runtime.LogFile;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.training.Interrupted;
import java.io.PrintWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** From an exception to one line for the user and an exit code; the stack trace goes to the log. */
public final class Failures {
  public static final int RUN_FAILED = 1;
  public static final int INPUT_WRONG = 2;
  public static final int INTERRUPTED = 130;

  private static final Logger log = LoggerFactory.getLogger("dev.bottleneck.failures");

  private Failures() {}

  /** Prints the line and returns the exit code. */
  public static int report(Exception e, PrintWriter err) {
    log.info("ended by", e);
    if (e instanceof UserError) {
      return print(err, e.getMessage(), INPUT_WRONG);
    }
    if (e instanceof Interrupted) {
      return print(err, e.getMessage(), INTERRUPTED);
    }
    String message = e.getMessage() == null ? e.toString() : firstLine(e.getMessage());
    return print(err, "failed: " + message + " (details: " + LogFile.common() + ")", RUN_FAILED);
  }

  private static int print(PrintWriter err, String message, int code) {
    err.println("bottleneck: " + message);
    err.flush();
    return code;
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse(text);
  }
}
