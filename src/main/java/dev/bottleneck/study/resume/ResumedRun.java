package dev.bottleneck.study.resume;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.bottleneck.report.RunFolder;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.study.yaml.ConfigurationFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * A run that was begun and is to be gone on with: its folder, its configuration, and what its
 * manifest says.
 */
public record ResumedRun(
    RunFolder folder, ConfigurationFile configuration, Map<String, Object> manifest) {
  /**
   * Reads a run's folder.
   *
   * @throws UserError if it is none
   */
  public static ResumedRun open(Path path) {
    Path configuration = path.resolve("config.yaml");
    Path manifest = path.resolve("manifest.json");
    if (!Files.isRegularFile(configuration) || !Files.isRegularFile(manifest)) {
      throw new UserError(
          path + " is not the folder of a run: it has no config.yaml and manifest.json");
    }
    try {
      return new ResumedRun(
          RunFolder.open(path),
          ConfigurationFile.parse(configuration.toString(), Files.readString(configuration)),
          new JsonMapper()
              .readValue(Files.readString(manifest), new TypeReference<Map<String, Object>>() {}));
    } catch (IOException e) {
      throw new UserError(path + ": cannot be read as a run: " + e.getMessage(), e);
    }
  }
}
