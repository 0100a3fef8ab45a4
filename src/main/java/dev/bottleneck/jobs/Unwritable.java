package dev.bottleneck.jobs;

import java.io.IOException;
import java.io.UncheckedIOException;

/** The files of a run or a sweep cannot be written: no job can go on, and none is to blame. */
public final class Unwritable extends UncheckedIOException {
  /**
   * @param where the folder
   */
  public Unwritable(Object where, IOException cause) {
    super("cannot write to " + where, cause);
  }
}
