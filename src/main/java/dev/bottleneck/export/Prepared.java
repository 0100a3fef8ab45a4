package dev.bottleneck.export;

import dev.bottleneck.runtime.WholeFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** A file that can be written: whatever there was to refuse has been. */
public final class Prepared {
  private final WholeFile.Content content;

  Prepared(WholeFile.Content content) {
    this.content = content;
  }

  /**
   * Writes it; parent folders are made.
   *
   * @throws dev.bottleneck.runtime.UserError if {@code file} is a folder
   * @throws UncheckedIOException if it cannot be written; what was there stays as it was
   */
  public void writeTo(Path file) {
    try {
      WholeFile.write(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }
}
