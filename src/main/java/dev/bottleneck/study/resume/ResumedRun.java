package dev.bottleneck.study.resume;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.bottleneck.report.RunFolder;
import dev.bottleneck.runtime.Build;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.study.yaml.ConfigurationFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * A run that was begun and is to be gone on with.
 *
 * @param configurationText its config.yaml as it stands
 * @param manifest what it says
 * @param joining whether other processes are at work on it
 * @param retryFailed whether its failed jobs are to be tried again
 */
public record ResumedRun(
    RunFolder folder,
    ConfigurationFile configuration,
    String configurationText,
    Map<String, Object> manifest,
    boolean joining,
    boolean retryFailed) {
  /** Of a manifest: a mark of the last job that the report tells of. */
  public static final String REPORTED = "reportedUpTo";

  private static final long LARGEST = 8L << 20;

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

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

  /** Which states it keeps. */
  public KeptStates keptStates() {
    return KeptStates.of(manifest);
  }

  /** How long it was worked on, as far as its processes lived to say so. */
  public double seconds() {
    return manifest.get("wallSeconds") instanceof Number seconds ? seconds.doubleValue() : 0;
  }

  /** The mark of the last job that its report tells of; -1 if it has none. */
  public long reportedUpTo() {
    return manifest.get(REPORTED) instanceof Number last ? last.longValue() : -1;
  }

  /** The same as its folder has it now, once nobody else leads the run. */
  public ResumedRun anew() {
    return open(folder.path(), joining, retryFailed);
  }

  /**
   * Reads a run's folder.
   *
   * @throws UserError if it is none
   */
  public static ResumedRun open(Path path, boolean joining, boolean retryFailed) {
    Path configuration = path.resolve("config.yaml");
    Path manifest = path.resolve("manifest.json");
    if (!Files.isRegularFile(configuration) || !Files.isRegularFile(manifest)) {
      throw new UserError(
          path + " is not the folder of a run: it has no config.yaml and manifest.json");
    }
    try {
      RunFolder folder = RunFolder.open(path).withoutLinks();
      String text = text(configuration);
      return new ResumedRun(
          folder,
          ConfigurationFile.parse(configuration.toString(), text),
          text,
          manifest(manifest),
          joining,
          retryFailed);
    } catch (IOException e) {
      throw new UserError(path + ": cannot be read as a run: " + e.getMessage(), e);
    }
  }

  /** Whatever size it states: what cannot be a run's takes no memory. */
  private static String text(Path file) throws IOException {
    if (Files.size(file) > LARGEST) {
      throw new UserError(
          file + ": damaged: it is larger than %d MiB, which no run's is".formatted(LARGEST >> 20));
    }
    return Files.readString(file);
  }

  private static Map<String, Object> manifest(Path file) throws IOException {
    try {
      Map<String, Object> content =
          JSON.readValue(text(file), new TypeReference<Map<String, Object>>() {});
      if (content != null) {
        return content;
      }
    } catch (JsonProcessingException e) {
      throw new UserError(file + ": damaged: it is no JSON of keys and values", e);
    }
    throw new UserError(file + ": damaged: it says nothing");
  }
}
