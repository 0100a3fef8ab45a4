package dev.bottleneck.study;

import dev.bottleneck.device.FailureLine;
import dev.bottleneck.device.OutOfMemory;
import dev.bottleneck.runtime.Interrupted;
import dev.bottleneck.runtime.LogFile;
import dev.bottleneck.runtime.Printable;
import dev.bottleneck.runtime.UserError;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

/** From a failure to one line for the user and an exit code; the stack trace goes to the log. */
public final class Failures {
  public static final int RUN_FAILED = 1;
  public static final int INPUT_WRONG = 2;
  public static final int INTERRUPTED = 130;

  private Failures() {}

  /** Runs a command to its exit code, whatever ends it. */
  public static int execute(CommandLine command, String... arguments) {
    // One notation on screen, in reports and in files, whatever the machine speaks.
    Locale.setDefault(Locale.ROOT);
    // DL4J would leave a dump of its own in the working directory when memory runs out.
    System.setProperty("org.deeplearning4j.crash.reporting.enabled", "false");
    int code;
    try {
      code = command.execute(arguments);
    } catch (Error e) {
      // Picocli's handler takes exceptions alone, and memory runs out by an error.
      code = report(e, command.getErr());
    }
    command.getOut().flush();
    return code == 0 && System.out.checkError() ? unheard(command.getErr()) : code;
  }

  /**
   * What could not be printed: a reader who has left, as {@code head} does, has what he wanted; a
   * full disk has not.
   */
  private static int unheard(PrintWriter err) {
    try (FileOutputStream out = new FileOutputStream(FileDescriptor.out)) {
      out.write('\n');
      return 0;
    } catch (IOException e) {
      return String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT).contains("broken pipe")
          ? 0
          : print(err, "not all could be printed: " + e.getMessage(), RUN_FAILED);
    }
  }

  /** Prints the line and returns the exit code. */
  public static int report(Throwable e, PrintWriter err) {
    // Asked for now: what does not fail starts without the log.
    LoggerFactory.getLogger("dev.bottleneck.failures").info("ended by", e);
    // Foremost: it makes good files look damaged.
    Optional<String> outOfMemory = OutOfMemory.explain(e);
    if (outOfMemory.isPresent()) {
      return failed(err, outOfMemory.get());
    }
    if (e instanceof UserError) {
      return print(err, e.getMessage(), INPUT_WRONG);
    }
    if (e instanceof RunFailed) {
      return failed(err, e.getMessage());
    }
    if (e instanceof Interrupted) {
      return print(err, e.getMessage(), INTERRUPTED);
    }
    return failed(err, "failed: " + FailureLine.of(e));
  }

  private static int failed(PrintWriter err, String message) {
    return print(err, message + " (details: " + LogFile.common() + ")", RUN_FAILED);
  }

  private static int print(PrintWriter err, String message, int code) {
    err.println("bottleneck: " + Printable.message(message));
    err.flush();
    return code;
  }
}
