package dev.bottleneck.study.models;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.bottleneck.data.DataOptions;
import dev.bottleneck.data.Dataset;
import dev.bottleneck.data.Datasets;
import dev.bottleneck.data.ReadingOptions;
import dev.bottleneck.data.Splits;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.study.yaml.ConfigurationFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** The data of a run, found again by what its folder says: which, how read, and how divided. */
public final class RunData {
  static final String MANIFEST = "manifest.json";
  private static final String CONFIGURATION = "config.yaml";

  /** A part of a run's data. */
  public enum Part {
    TRAIN,
    VALIDATION,
    TEST;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Path folder;
  private final ConfigurationFile configuration;

  private RunData(Path folder, ConfigurationFile configuration) {
    this.folder = folder;
    this.configuration = configuration;
  }

  /**
   * That of the run that {@code path} is, or the arm or model of; empty if there is none.
   *
   * @throws UserError if its configuration cannot be read
   */
  public static Optional<RunData> of(Path path) {
    return folder(path).map(RunData::read);
  }

  /** The nearest folder with a configuration: that of the run, of an arm's or of a model's. */
  static Optional<Path> folder(Path path) {
    return Stream.iterate(path.toAbsolutePath().normalize(), Objects::nonNull, Path::getParent)
        .limit(3)
        .filter(folder -> Files.isRegularFile(folder.resolve(CONFIGURATION)))
        .findFirst();
  }

  private static RunData read(Path folder) {
    Path file = folder.resolve(CONFIGURATION);
    try {
      String text = Files.readString(file);
      return new RunData(folder, ConfigurationFile.parse(file.toString(), text));
    } catch (IOException e) {
      throw new UserError(file + ": cannot be read: " + e.getMessage(), e);
    }
  }

  /** What the run was given as {@code data}. */
  public String name() {
    return configuration.text("data");
  }

  /** Whether {@code spec} names the data of the run, however its path is written. */
  public boolean are(String spec) {
    return absolute(spec).equals(absolute(name()));
  }

  private static String absolute(String spec) {
    return Datasets.absolute(spec, Optional.empty());
  }

  /**
   * How {@code spec} is to be read: as the run's own data were, as far as it is of their kind.
   * Where their classes lie, and what was held out of them, holds for them alone.
   */
  public DataOptions reading(String spec, DataOptions options) {
    ReadingOptions reading = configuration.reading();
    if (are(spec)) {
      return options.withReading(reading);
    }
    return Datasets.kind(spec).equals(Datasets.kind(name())) && !Datasets.kind(spec).isEmpty()
        ? options.withReading(
            reading
                .withLabels(ReadingOptions.DEFAULTS.labels())
                .withTest(ReadingOptions.DEFAULTS.test()))
        : options;
  }

  /**
   * A part of the data, divided as the run did.
   *
   * @throws UserError if it had no such part, its folder says nothing of it, or the data have
   *     changed
   */
  public Dataset part(Part part, DataOptions options) {
    JsonNode recorded = manifest().at("/data/" + part + "/sha256");
    if (recorded.isMissingNode()) {
      throw new UserError(folder + ": the run had no " + part + " part");
    }
    Splits parts =
        Datasets.open(name(), reading(name(), options)).split(configuration.text("validation"));
    Optional<Dataset> data =
        switch (part) {
          case TRAIN -> Optional.of(parts.train());
          case VALIDATION -> parts.validation();
          case TEST -> parts.test();
        };
    if (data.isEmpty() || !data.get().contentHash().equals(recorded.asText())) {
      throw new UserError(
          folder
              + ": the "
              + part
              + " examples of "
              + name()
              + " are not those of the run any more");
    }
    return data.get();
  }

  private JsonNode manifest() {
    Path file = folder.resolve(MANIFEST);
    try {
      return new JsonMapper().readTree(Files.readString(file));
    } catch (IOException e) {
      throw new UserError(file + ": cannot be read as the manifest of a run", e);
    }
  }
}
