package dev.bottleneck.autoencoder;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.testing.ShippedNetworks;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Changes values in the JSON of model files and opens them: each must work or be refused in one
 * line. Its main runs more of them, in a Java machine of its own whose end would be seen.
 */
final class ModelFuzz {
  private static final JsonMapper JSON = new JsonMapper();

  /** Numbers as an attacker or a broken disk would have them, as JSON. */
  private static final String[] NUMBERS = {
    "0",
    "-1",
    "1",
    "2",
    "3",
    "5",
    "7",
    "16",
    "64",
    "100",
    "1000",
    "32767",
    "65536",
    "2147483647",
    "-2147483648",
    "2147483648",
    "4294967296",
    "4294967297",
    "9223372036854775807",
    "0.5",
    "-0.5",
    "1e9",
    "1e40",
    "1e400",
    "\"NaN\"",
    "\"Infinity\"",
    "null",
    "\"\"",
    "[]",
    "{}",
    "true",
    "[1]",
    "[0, 0]",
    "[2, 2, 2]",
    "\"7\""
  };

  private ModelFuzz() {}

  /** The files of some shipped autoencoders, with cards that fit. */
  static Map<String, Map<String, byte[]>> models(Path folder) throws IOException {
    Map<String, Map<String, byte[]>> models = new TreeMap<>();
    for (var variant : ShippedNetworks.small().toList()) {
      boolean images = variant.name().equals("convolutional");
      ModelCard card =
          new ModelCard(
              ModelCard.VERSION,
              "some.Experiment",
              variant.arm().key(),
              1,
              variant.network().nodes().indexOf(variant.code()),
              images ? 12 : 1,
              images ? 12 : variant.inputs(),
              1,
              false,
              "toy",
              "00",
              List.of("a", "b"),
              List.of(),
              Scaling.none());
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      ModelFile.write(variant.network(), Optional.of(card), bytes);
      Path file = folder.resolve("whole.zip");
      Files.write(file, bytes.toByteArray());
      models.put(variant.name() + "-" + variant.arm().key(), ZipEntries.of(file));
    }
    return models;
  }

  /** A copy of {@code model} with one to three changed values. */
  static Map<String, byte[]> mutated(Map<String, byte[]> model, Random random) throws IOException {
    Map<String, byte[]> changed = new java.util.LinkedHashMap<>(model);
    String entry = random.nextInt(5) == 0 ? "autoencoder.json" : "configuration.json";
    JsonNode json = JSON.readTree(changed.get(entry));
    int changes = 1 + random.nextInt(3);
    for (int i = 0; i < changes; i++) {
      List<Runnable> places = new ArrayList<>();
      places(json, random, places);
      places.get(random.nextInt(places.size())).run();
    }
    changed.put(entry, json.toString().getBytes(StandardCharsets.UTF_8));
    return changed;
  }

  /** Every place that holds a number. */
  private static void places(JsonNode node, Random random, List<Runnable> places) {
    for (Map.Entry<String, JsonNode> child : node.properties()) {
      if (child.getValue().isNumber()) {
        places.add(() -> ((ObjectNode) node).set(child.getKey(), any(random)));
      }
    }
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      if (node.get(i).isNumber()) {
        int at = i;
        places.add(() -> ((ArrayNode) node).set(at, any(random)));
      }
    }
    node.forEach(child -> places(child, random, places));
  }

  private static JsonNode any(Random random) {
    try {
      return JSON.readTree(NUMBERS[random.nextInt(NUMBERS.length)]);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Opens a model and lets it work on two examples.
   *
   * @return whether it was taken
   */
  static boolean taken(Path file) {
    Autoencoder.Loaded loaded;
    try {
      loaded = Autoencoder.load(file);
    } catch (UserError e) {
      if (!e.getMessage().startsWith(file.toString()) || e.getMessage().contains("\n")) {
        throw new AssertionError("not one line that names the file: " + e.getMessage(), e);
      }
      return false;
    }
    loaded.autoencoder().reconstruct(Nd4j.zeros(2, loaded.card().inputs()));
    return true;
  }

  /** Arguments: a folder, the first seed, how many. */
  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[0]);
    int first = Integer.parseInt(args[1]);
    int taken = 0;
    int refused = 0;
    var models = List.copyOf(models(folder).values());
    for (int seed = first; seed < first + Integer.parseInt(args[2]); seed++) {
      Path file = folder.resolve("mutated.zip");
      ZipEntries.write(file, mutated(models.get(seed % models.size()), new Random(seed)));
      Files.writeString(folder.resolve("seed"), "" + seed);
      try {
        if (taken(file)) {
          taken++;
        } else {
          refused++;
        }
      } catch (Throwable e) {
        System.out.println("seed " + seed + ": " + e);
        Files.copy(file, folder.resolve("seed-" + seed + ".zip"));
      }
    }
    System.out.println(taken + " taken, " + refused + " refused");
  }
}
