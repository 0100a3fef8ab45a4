package dev.bottleneck.study;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.bottleneck.autoencoder.Autoencoder;
import dev.bottleneck.autoencoder.ModelCard;
import dev.bottleneck.data.DataOptions;
import dev.bottleneck.data.Dataset;
import dev.bottleneck.data.Datasets;
import dev.bottleneck.data.SampleShape;
import dev.bottleneck.runtime.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** A run's trained autoencoder together with what the run's folder says of its data. */
public final class TrainedRun {
  private static final String CONFIGURATION = "config.yaml";
  private static final String MANIFEST = "manifest.json";

  private final Path path;
  private final Autoencoder autoencoder;
  private final ModelCard card;

  private TrainedRun(Path path, Autoencoder.Loaded loaded) {
    this.path = path;
    this.autoencoder = loaded.autoencoder();
    this.card = loaded.card();
  }

  /**
   * Opens a run's folder, the folder of one of its arms, or a model file.
   *
   * @param arm which, where there are several
   * @param furtherPackages packages the network's classes may lie in as well
   * @throws UserError if it cannot be read
   */
  public static TrainedRun open(Path path, Optional<String> arm, Set<String> furtherPackages) {
    return new TrainedRun(path, Autoencoder.load(path, arm, furtherPackages));
  }

  public Autoencoder autoencoder() {
    return autoencoder;
  }

  public ModelCard card() {
    return card;
  }

  /** The shape of an example, as it was trained on. */
  public SampleShape shape() {
    return new SampleShape(card.height(), card.width(), card.channels());
  }

  /**
   * Refuses examples that the autoencoder does not take.
   *
   * @return {@code data}
   */
  public Dataset requireFit(Dataset data) {
    if (data.shape().length() != card.inputs()) {
      throw new UserError(
          "%s has examples of %s, but the model of %s takes %s"
              .formatted(data.name(), describe(data.shape()), path, describe(shape())));
    }
    return data;
  }

  private static String describe(SampleShape shape) {
    return shape.isVector()
        ? shape.length() + " values"
        : "%d×%d values".formatted(shape.height(), shape.width());
  }

  /**
   * The validation examples that the run held out, found again by its own configuration.
   *
   * @throws UserError if it held none out, its folder says nothing of it, or the data have changed
   */
  public Dataset validationData(DataOptions options) {
    JsonNode recorded = manifest().at("/data/validation/sha256");
    ConfigurationFile configuration = configuration();
    if (recorded.isMissingNode()) {
      throw new UserError(
          path + ": the run held no validation examples out: name normal data with --normal");
    }
    Dataset data =
        Datasets.open(configuration.text("data"), options.withReading(configuration.reading()))
            .split(configuration.text("validation"))
            .validation()
            .orElseThrow(
                () ->
                    new UserError(
                        "%s: its validation is none, but its %s records such a part"
                            .formatted(path.resolve(CONFIGURATION), MANIFEST)));
    if (!data.contentHash().equals(recorded.asText())) {
      throw new UserError(
          ("%s: the validation examples of %s are not those of the run any more: name normal data"
                  + " with --normal")
              .formatted(path, configuration.text("data")));
    }
    return data;
  }

  /** The run's own folder: the path itself, or one or two above an arm or its model. */
  private Path folder() {
    Path folder = path.toAbsolutePath().normalize();
    for (int up = 0; up < 3 && folder != null; up++, folder = folder.getParent()) {
      if (Files.isRegularFile(folder.resolve(CONFIGURATION))) {
        return folder;
      }
    }
    throw new UserError(
        ("%s: there is no %s, so that the run's validation examples are unknown: name normal data"
                + " with --normal")
            .formatted(path, CONFIGURATION));
  }

  private ConfigurationFile configuration() {
    Path file = folder().resolve(CONFIGURATION);
    try {
      return ConfigurationFile.parse(file.toString(), Files.readString(file));
    } catch (IOException e) {
      throw new UserError(file + ": cannot be read: " + e.getMessage(), e);
    }
  }

  private JsonNode manifest() {
    Path file = folder().resolve(MANIFEST);
    try {
      return new JsonMapper().readTree(Files.readString(file));
    } catch (IOException e) {
      throw new UserError(file + ": cannot be read as the manifest of a run", e);
    }
  }
}
