package dev.bottleneck.study.yaml;

import dev.bottleneck.runtime.NearestName;
import dev.bottleneck.runtime.Require;
import dev.bottleneck.runtime.ShippedFiles;
import dev.bottleneck.runtime.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/**
 * The configurations found on the class path, in the folder {@code experiments}.
 *
 * <p>A further variant is found because its YAML lies there: there is no list to edit.
 */
public final class ShippedConfigurations {
  private static final String FOLDER = "experiments";
  private static final String EXTENSION = ".yaml";
  private static final ShippedFiles FILES = new ShippedFiles(FOLDER, EXTENSION);

  private ShippedConfigurations() {}

  /** Name (without {@code .yaml}) to text, sorted by name. */
  public static Map<String, String> all() {
    Map<String, String> found = FILES.all();
    if (found.isEmpty()) {
      // What cannot be opened is passed over, and what ships has some.
      throw new UserError(
          "no experiment is found on the class path: is it complete, and may enough files be open"
              + " (ulimit -n)?");
    }
    return found;
  }

  /**
   * The configuration called {@code nameOrFile}: a shipped one's name, or the path of a YAML file.
   */
  public static ConfigurationFile open(String nameOrFile) {
    if (nameOrFile.endsWith(EXTENSION) || nameOrFile.endsWith(".yml")) {
      return read(Require.path("experiment", nameOrFile));
    }
    String text = FILES.text(nameOrFile).orElseThrow(() -> unknown(nameOrFile));
    return ConfigurationFile.parse(FOLDER + "/" + nameOrFile + EXTENSION, text);
  }

  private static UserError unknown(String name) {
    Set<String> shipped = all().keySet();
    String hint =
        NearestName.of(name, shipped)
            .map(nearest -> "did you mean " + nearest + "?")
            .orElse("known: " + String.join(", ", shipped) + ", or a .yaml file");
    return new UserError("unknown experiment " + name + "; " + hint);
  }

  private static ConfigurationFile read(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new UserError(file + ": no such file; 'bottleneck list' names what is shipped");
    }
    try {
      return ConfigurationFile.parse(file.toString(), Files.readString(file));
    } catch (IOException e) {
      throw new UserError(file + ": cannot be read as UTF-8 text: " + e.getMessage(), e);
    }
  }
}
