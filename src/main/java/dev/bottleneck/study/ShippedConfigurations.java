package dev.bottleneck.study;

import dev.bottleneck.runtime.NearestName;
import dev.bottleneck.runtime.UserError;
import io.github.classgraph.ClassGraph;
import io.github.classgraph.Resource;
import io.github.classgraph.ScanResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * The configurations found on the class path, in the folder {@code experiments}.
 *
 * <p>A further variant is found because its YAML lies there: there is no list to edit.
 */
public final class ShippedConfigurations {
  private static final String FOLDER = "experiments";
  private static final String EXTENSION = ".yaml";

  private ShippedConfigurations() {}

  /** Name (without {@code .yaml}) to text, sorted by name. */
  public static Map<String, String> all() {
    Map<String, String> found = new TreeMap<>();
    try (ScanResult scan = new ClassGraph().acceptPathsNonRecursive(FOLDER).scan()) {
      for (Resource resource : scan.getResourcesWithExtension(EXTENSION)) {
        String file = resource.getPath().substring(FOLDER.length() + 1);
        found.putIfAbsent(
            file.substring(0, file.length() - EXTENSION.length()), resource.getContentAsString());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (found.isEmpty()) {
      // ClassGraph passes over what it cannot open, and what ships has some.
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
      return read(Path.of(nameOrFile));
    }
    Map<String, String> shipped = all();
    String text = shipped.get(nameOrFile);
    if (text == null) {
      String hint =
          NearestName.of(nameOrFile, shipped.keySet())
              .map(nearest -> "did you mean " + nearest + "?")
              .orElse("known: " + String.join(", ", shipped.keySet()) + ", or a .yaml file");
      throw new UserError("unknown experiment " + nameOrFile + "; " + hint);
    }
    return ConfigurationFile.parse(FOLDER + "/" + nameOrFile + EXTENSION, text);
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
