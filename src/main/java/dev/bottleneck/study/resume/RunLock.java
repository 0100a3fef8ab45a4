package dev.bottleneck.study.resume;

import dev.bottleneck.report.RunFolder;
import dev.bottleneck.runtime.UserError;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * Held by the process that leads a run, which alone writes its tables and report; the system lets
 * go of it when the process ends.
 */
public final class RunLock implements AutoCloseable {
  private static final String NAME = ".lock";

  private final FileChannel channel;

  private RunLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the lock.
   *
   * @throws UserError if another process has it
   */
  public static RunLock of(RunFolder run) throws IOException {
    return ifFree(run)
        .orElseThrow(
            () ->
                new UserError(
                    run.path()
                        + " is being worked on by another process: wait for its end, or help it"
                        + " with --join"));
  }

  /** The lock, unless another process has it. */
  public static Optional<RunLock> ifFree(RunFolder run) throws IOException {
    FileChannel channel =
        FileChannel.open(run.file(NAME), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (lock(channel) == null) {
      channel.close();
      return Optional.empty();
    }
    return Optional.of(new RunLock(channel));
  }

  private static FileLock lock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // this very process has it
    }
  }

  /** The file stays: another process may have it open by now. */
  @Override
  public void close() throws IOException {
    channel.close();
  }
}
