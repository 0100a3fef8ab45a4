package dev.bottleneck.sweep.definition;

import dev.bottleneck.runtime.NearestName;
import dev.bottleneck.runtime.ShippedFiles;
import dev.bottleneck.runtime.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The sweeps on the class path, in the folder {@code experiments/sweeps}, and the user's own. */
public final class ShippedSweeps {
  private static final String FOLDER = "experiments/sweeps/";
  private static final String EXTENSION = ".yaml";
  private static final ShippedFiles FILES = new ShippedFiles("experiments/sweeps", EXTENSION);

  private ShippedSweeps() {}

  /**
   * The sweep called {@code nameOrFile}: a shipped one's name, or the path of a YAML file.
   *
   * @throws UserError if there is none, or it is wrong
   */
  public static SweepDefinition open(String nameOrFile, List<String> overrides) {
    boolean isFile = nameOrFile.endsWith(EXTENSION) || nameOrFile.endsWith(".yml");
    String file = isFile ? nameOrFile : FOLDER + nameOrFile + EXTENSION;
    return SweepFile.parse(
        file, isFile ? read(Path.of(nameOrFile)) : shipped(nameOrFile), overrides);
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

  private static String shipped(String name) {
    return FILES.text(name).orElseThrow(() -> unknown(name));
  }

  private static UserError unknown(String name) {
    Set<String> all = FILES.all().keySet();
    String hint =
        NearestName.of(name, all)
            .map(nearest -> "did you mean " + nearest + "?")
            .orElse("known: " + String.join(", ", all) + ", or a .yaml file");
    return new UserError("unknown sweep " + name + "; " + hint);
  }

  /** Each by its name, with what it searches in a line. */
  public static Map<String, String> descriptions() {
    Map<String, String> descriptions = new TreeMap<>();
    FILES
        .all()
        .forEach(
            (name, text) -> {
              SweepContent sweep = SweepContent.read(FOLDER + name + EXTENSION, text);
              List<String> searched = new ArrayList<>();
              sweep.space().fieldNames().forEachRemaining(searched::add);
              descriptions.put(
                  name,
                  String.format(
                      Locale.ROOT,
                      "%s: %s (%d trials)",
                      sweep.experiment(),
                      String.join(", ", searched),
                      sweep.budget().trials()));
            });
    return descriptions;
  }
}
