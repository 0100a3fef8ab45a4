package dev.bottleneck.study.reproduction;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.bottleneck.data.Sha256;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.runtime.WholeFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How far a reproduction has come, {@code reproduction-<id>.json} where its runs lie, until it has
 * ended: whoever goes on takes up the run that was under way.
 */
final class ReproductionState {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  /** Hexadecimal digits of a file's name. */
  private static final int ID = 12;

  /**
   * One experiment of it.
   *
   * @param run its run's folder
   * @param ended whether its rows are on the page
   * @param failed whether a job of it failed
   */
  record Entry(String run, boolean ended, boolean failed) {}

  private final Path file;
  private final Map<String, Entry> entries;

  private ReproductionState(Path file, Map<String, Entry> entries) {
    this.file = file;
    this.entries = entries;
  }

  /**
   * That of a reproduction in {@code folder} which is begun, or begun anew.
   *
   * @param of all that it depends on: its experiments, their settings, its page
   */
  static ReproductionState begin(Path folder, List<String> of) {
    return new ReproductionState(file(folder, of), new LinkedHashMap<>());
  }

  /**
   * That of a reproduction which was begun.
   *
   * @throws UserError if none was, or its file is damaged
   */
  static ReproductionState resume(Path folder, List<String> of) {
    Path file = file(folder, of);
    if (!Files.isRegularFile(file)) {
      throw new UserError(
          folder
              + " has no reproduction of these experiments, settings and page that was stopped:"
              + " begin without --resume");
    }
    try {
      return new ReproductionState(
          file,
          JSON.readValue(
              Files.readString(file), new TypeReference<LinkedHashMap<String, Entry>>() {}));
    } catch (IOException e) {
      throw new UserError(file + " is damaged: begin without --resume", e);
    }
  }

  private static Path file(Path folder, List<String> of) {
    String id = Sha256.of(String.join("\n", of).getBytes(StandardCharsets.UTF_8));
    return folder.resolve("reproduction-" + id.substring(0, ID) + ".json");
  }

  Optional<Entry> entry(String experiment) {
    return Optional.ofNullable(entries.get(experiment));
  }

  /** The run of {@code experiment} has its folder. */
  void begun(String experiment, Path run) {
    put(experiment, new Entry(run.toString(), false, false));
  }

  /** The rows of {@code experiment} are on the page. */
  void ended(String experiment, boolean failed) {
    put(experiment, new Entry(entries.get(experiment).run(), true, failed));
  }

  private void put(String experiment, Entry entry) {
    entries.put(experiment, entry);
    try {
      WholeFile.write(file, JSON.writeValueAsString(entries) + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  /** All rows are on the page: there is nothing to go on with. */
  void forget() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + file, e);
    }
  }
}
