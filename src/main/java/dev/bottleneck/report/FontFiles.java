package dev.bottleneck.report;

import dev.bottleneck.runtime.UserError;
import dev.bottleneck.runtime.UserFolders;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Roboto's files, as files: of a font that comes as a stream the JDK makes copies of its own, which
 * a killed process leaves behind.
 */
final class FontFiles {
  static final String REGULAR = "Roboto-Regular.ttf";
  static final String MEDIUM = "Roboto-Medium.ttf";
  private static final String FOLDER = "/com/formdev/flatlaf/fonts/roboto/";

  private FontFiles() {}

  /**
   * Unpacks all of them.
   *
   * @throws UserError if there is no room for them
   */
  static void unpack() {
    try {
      unpacked(REGULAR);
      unpacked(MEDIUM);
    } catch (IOException e) {
      throw UserFolders.noTemporaryFiles(e);
    }
  }

  /** The file {@code name}, unpacked once into the temporary folder of this process. */
  static synchronized Path unpacked(String name) throws IOException {
    Path file = UserFolders.temporary().resolve(name);
    if (Files.exists(file)) {
      return file;
    }
    try (InputStream in = FontFiles.class.getResourceAsStream(FOLDER + name)) {
      if (in == null) {
        throw new IllegalStateException(FOLDER + name + " is not on the class path");
      }
      file.toFile().deleteOnExit();
      byte[] font = in.readAllBytes();
      Path aside = file.resolveSibling(name + ".part");
      aside.toFile().deleteOnExit();
      Files.write(aside, font);
      return Files.move(aside, file);
    }
  }
}
