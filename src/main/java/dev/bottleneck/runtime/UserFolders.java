package dev.bottleneck.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;

/**
 * Where a user's own files lie, by the XDG base directory specification. A user without a home gets
 * folders that nobody else can guess or read, which are made when they are used.
 */
public final class UserFolders {
  /** Kept for as long as the process lives: its lock says that the folder is in use. */
  private static TemporaryFolder temporary;

  private UserFolders() {}

  /** For what can be had again: {@code XDG_CACHE_HOME}, else {@code ~/.cache}. */
  public static Path cache(Map<String, String> environment, String home) {
    return folder(environment, "XDG_CACHE_HOME", home, ".cache");
  }

  /** For logs: {@code XDG_STATE_HOME}, else {@code ~/.local/state}. */
  public static Path state(Map<String, String> environment, String home) {
    return folder(environment, "XDG_STATE_HOME", home, ".local/state");
  }

  private static Path folder(
      Map<String, String> environment, String variable, String home, String otherwise) {
    String told = environment.getOrDefault(variable, "");
    // The specification: a relative path is to be passed over.
    if (!told.isBlank() && Path.of(told).isAbsolute()) {
      return Path.of(told).resolve("bottleneck");
    }
    return home(home)
        .map(folder -> folder.resolve(otherwise).resolve("bottleneck"))
        .orElseGet(UserFolders::temporary);
  }

  /** Java calls the home of a user without one "?". */
  private static Optional<Path> home(String home) {
    return Optional.ofNullable(home)
        .filter(path -> !path.isBlank() && !path.equals("?"))
        .map(Path::of)
        .filter(path -> path.isAbsolute() && Files.isDirectory(path));
  }

  /**
   * One folder for the whole process, which only its user may enter, and which is gone when it
   * ends.
   *
   * @throws UserError if none can be made
   */
  public static synchronized Path temporary() {
    // Some systems clear what was not touched for days.
    if (temporary == null || !Files.isDirectory(temporary.path())) {
      try {
        temporary = TemporaryFolder.make(Path.of(System.getProperty("java.io.tmpdir")));
      } catch (IOException e) {
        throw noTemporaryFiles(e);
      }
    }
    return temporary.path();
  }

  /** What to say where a temporary file cannot be written. */
  public static UserError noTemporaryFiles(IOException cause) {
    return new UserError(
        ("temporary files cannot be written to %s (%s): make room there, or name another folder"
                + " with JAVA_TOOL_OPTIONS=-Djava.io.tmpdir=DIR")
            .formatted(System.getProperty("java.io.tmpdir"), cause),
        cause);
  }

  /** Makes a folder that only its user may enter, where the system knows such. */
  static void createPrivate(Path folder) throws IOException {
    if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } else {
      Files.createDirectories(folder);
    }
  }
}
