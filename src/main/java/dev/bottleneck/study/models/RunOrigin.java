package dev.bottleneck.study.models;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.bottleneck.autoencoder.ModelCard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which run a model is of, and by which commit it was carried out, as far as its folder tells. */
final class RunOrigin {
  private static final Logger LOG = LoggerFactory.getLogger(RunOrigin.class);
  private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{7,40}(-dirty)?");

  private RunOrigin() {}

  /** Nothing where the files above {@code path} are not those of a run of the card's experiment. */
  static Map<String, String> of(Path path, ModelCard card) {
    Map<String, String> origin = new LinkedHashMap<>();
    Optional<Path> folder = RunData.folder(path);
    if (folder.isPresent()) {
      JsonNode manifest = manifest(folder.get());
      String commit = manifest.path("gitCommit").asText();
      // What Bottleneck wrote says so; a user's own config.yaml may lie above a model, too.
      if (manifest.path("bottleneck").isTextual()
          && manifest.path("experiment").asText().equals(card.experiment())
          && COMMIT.matcher(commit).matches()) {
        origin.put("run", String.valueOf(folder.get().getFileName()));
        origin.put("gitCommit", commit);
      }
    }
    return origin;
  }

  private static JsonNode manifest(Path folder) {
    JsonMapper json = new JsonMapper();
    Path file = folder.resolve(RunData.MANIFEST);
    if (!Files.isRegularFile(file)) {
      return json.missingNode();
    }
    try {
      return json.readTree(Files.readString(file));
    } catch (IOException e) {
      LOG.info("{} is no manifest of a run: the export says nothing of it", file, e);
      return json.missingNode();
    }
  }
}
