package dev.bottleneck.study.resume;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.bottleneck.report.RunFolder;
import dev.bottleneck.runtime.Build;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.study.yaml.ConfigurationFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A run that was begun and is to be gone on with: its folder, its configuration, and what its
 * manifest says.
 */
public record ResumedRun(
    RunFolder folder, ConfigurationFile configuration, Map<String, Object> manifest) {
  /** What to say if another version of the program began it. */
  public Optional<String> otherProgram() {
    Object before = manifest.get("gitCommit");
    return Build.commit().equals(before)
        ? Optional.empty()
        : Optional.of(
            "the run was begun by commit %s, and goes on with %s: bits may differ"
                .formatted(before, Build.commit()));
  }

  /** The compute threads of one network. */
  public Optional<Integer> threads() {
    return manifest.get("threads") instanceof Integer threads
        ? Optional.of(threads)
        : Optional.empty();
  }

  /** Reads the folder anew, and removes what a killed process left half-written. */
  public ResumedRun locked() {
    try (Stream<Path> all = Files.walk(folder.path())) {
      for (Path file : all.filter(ResumedRun::isHalfWritten).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | UncheckedIOException e) {
      throw new UserError(folder.path() + ": cannot be gone on with: " + e.getMessage(), e);
    }
    return open(folder.path());
  }

  private static boolean isHalfWritten(Path file) {
    String name = file.getFileName().toString();
    return name.startsWith(".") && name.endsWith(".part");
  }

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
