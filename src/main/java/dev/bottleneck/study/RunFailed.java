package dev.bottleneck.study;

import java.nio.file.Path;
import java.util.Optional;

/** Some of what was asked for has no result; the message says what, and why as far as is known. */
public final class RunFailed extends RuntimeException {
  private final transient Path folder;

  public RunFailed(String reason) {
    this(reason, null);
  }

  /**
   * @param folder that of the run or sweep, which has what there is
   */
  public RunFailed(String reason, Path folder) {
    super(reason);
    this.folder = folder;
  }

  /** Of a run or sweep its folder. */
  public Optional<Path> folder() {
    return Optional.ofNullable(folder);
  }
}
