package dev.bottleneck.jobs;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Reads a store that cannot be written.
 *
 * <p>SQLite needs a file beside one in write-ahead mode even to read it. Where none is and none can
 * be made, nobody is at work on the store, and a copy of it holds the same.
 */
final class StoreCopy {
  private static final String COPY = "copy.sqlite";

  /** SQLite's own beside the store: what was written last may be in the first of them alone. */
  static final List<String> PARTS = List.of("", "-wal", "-shm");

  private StoreCopy() {}

  /**
   * Opens the store at {@code file}.
   *
   * @throws dev.bottleneck.runtime.UserError if it is none, another version's or damaged
   */
  static StoreConnection reading(Path file) {
    StoreFormat.requireFile(file);
    if (Files.isWritable(file) && Files.isWritable(file.toAbsolutePath().getParent())) {
      return StoreFormat.checked(file, SqliteConnection.open(file));
    }
    try {
      return StoreFormat.checked(file, SqliteConnection.reading(file));
    } catch (StoreFailure e) {
      return StoreFormat.checked(file, copied(file));
    }
  }

  /** Opens a copy of the store; the copy goes when the connection is closed. */
  static StoreConnection copied(Path file) {
    try {
      Path folder = Files.createTempDirectory("bottleneck-store");
      Path copy = folder.resolve(COPY);
      try {
        for (String end : List.of("", "-wal")) {
          Path part = file.resolveSibling(file.getFileName() + end);
          if (Files.exists(part)) {
            // Not from file to file: that would copy the permissions as well.
            try (OutputStream out =
                Files.newOutputStream(folder.resolve(copy.getFileName() + end))) {
              Files.copy(part, out);
            }
          }
        }
        return SqliteConnection.standIn(file, copy, () -> delete(folder));
      } catch (IOException | RuntimeException e) {
        delete(folder);
        throw e;
      }
    } catch (IOException e) {
      throw new StoreFailure(file + ": cannot be read: " + e, e);
    }
  }

  private static void delete(Path folder) {
    try {
      for (String end : PARTS) {
        Files.deleteIfExists(folder.resolve(COPY + end));
      }
      Files.delete(folder);
    } catch (IOException e) {
      // The system clears its folder of temporary files.
    }
  }
}
