package dev.bottleneck;

import dev.bottleneck.device.FailureLine;
import dev.bottleneck.device.OutOfMemory;
import dev.bottleneck.jobs.Unreachable;
import dev.bottleneck.runtime.Interrupted;
import dev.bottleneck.runtime.LogFile;
import dev.bottleneck.runtime.Printable;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.study.RunFailed;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.LoggerFactory;

/**
 * Why something could not be done, in the one line that the command line prints; what it came from
 * is its cause, and stands in the log.
 */
public final class BottleneckException extends RuntimeException {
  /** What was asked for is at fault no more than the machine is: the run failed. */
  public static final int RUN_FAILED = 1;

  /** What was asked for cannot be right. */
  public static final int INPUT_WRONG = 2;

  /** The database of a sweep's trials cannot be talked to for now: to be tried again. */
  public static final int UNREACHABLE = 75;

  /** The user stopped it. */
  public static final int INTERRUPTED = 130;

  private final int exitCode;

  private BottleneckException(String message, int exitCode, Throwable cause) {
    super(Printable.message(message), cause);
    this.exitCode = exitCode;
  }

  /** What is told of {@code e}; the whole of it goes to the log. */
  public static BottleneckException of(Throwable e) {
    if (e instanceof BottleneckException told) {
      return told;
    }
    // Asked for now: what does not fail starts without the log.
    LoggerFactory.getLogger("dev.bottleneck.failures").info("ended by", e);
    // Foremost: it makes good files look damaged.
    Optional<String> outOfMemory = OutOfMemory.explain(e);
    if (outOfMemory.isPresent()) {
      return failed(outOfMemory.get(), e);
    }
    if (e instanceof Unreachable) {
      return new BottleneckException(e.getMessage(), UNREACHABLE, e);
    }
    if (e instanceof UserError) {
      return new BottleneckException(e.getMessage(), INPUT_WRONG, e);
    }
    if (e instanceof Interrupted) {
      return new BottleneckException(e.getMessage(), INTERRUPTED, e);
    }
    return failed(e instanceof RunFailed ? e.getMessage() : "failed: " + FailureLine.of(e), e);
  }

  private static BottleneckException failed(String message, Throwable e) {
    return new BottleneckException(message + " (details: " + LogFile.common() + ")", RUN_FAILED, e);
  }

  /** What {@code work} gives; what it throws is told as here. */
  static <T> T orTold(Supplier<T> work) {
    try {
      return work.get();
    } catch (RuntimeException | OutOfMemoryError | LinkageError e) {
      throw of(e);
    }
  }

  /** The same of work that gives nothing. */
  static void orTold(Runnable work) {
    orTold(
        () -> {
          work.run();
          return work;
        });
  }

  /** The folder of a run or sweep of which some ended without a result; what has one is there. */
  public Optional<Path> folder() {
    return getCause() instanceof RunFailed failed ? failed.folder() : Optional.empty();
  }

  /** The command line's exit code for it. */
  public int exitCode() {
    return exitCode;
  }
}
