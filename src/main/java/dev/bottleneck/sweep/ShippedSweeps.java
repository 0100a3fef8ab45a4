package dev.bottleneck.sweep;

import dev.bottleneck.runtime.UserError;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The sweeps on the class path, in the folder {@code experiments/sweeps}, and the user's own. */
final class ShippedSweeps {
  private static final String FOLDER = "experiments/sweeps/";
  private static final String EXTENSION = ".yaml";

  private ShippedSweeps() {}

  /**
   * The sweep called {@code nameOrFile}: a shipped one's name, or the path of a YAML file.
   *
   * @throws UserError if there is none, or it is wrong
   */
  static Sweep open(String nameOrFile, List<String> overrides) {
    boolean isFile = nameOrFile.endsWith(EXTENSION) || nameOrFile.endsWith(".yml");
    String file = isFile ? nameOrFile : FOLDER + nameOrFile + EXTENSION;
    return SweepFile.parse(file, isFile ? read(Path.of(nameOrFile)) : shipped(file), overrides);
  }

  private static String read(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new UserError(file + ": no such file; sweeps lie in " + FOLDER);
    }
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UserError(file + ": cannot be read as UTF-8 text: " + e.getMessage(), e);
    }
  }

  private static String shipped(String file) {
    try (InputStream in =
        Thread.currentThread().getContextClassLoader().getResourceAsStream(file)) {
      if (in == null) {
        throw new UserError(
            String.format(Locale.ROOT, "there is no %s; give the path of a .yaml file", file));
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
