package dev.bottleneck.autoencoder;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.bottleneck.runtime.UserError;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A network in DL4J's own zip, with one more entry that says where its code is.
 *
 * <p>A model file is data, and may come from anywhere: reading one never runs code from it. DL4J's
 * own reader would make objects of any class that the file names, and trust any length it states;
 * here the classes are checked first ({@link KnownClasses}), the parameters are read by a reader of
 * our own, and Java-serialised entries are passed over.
 *
 * @param network with its parameters; the state of its updater is not read
 * @param card what is known beside; empty in a file that DL4J alone wrote
 */
public record ModelFile(MultiLayerNetwork network, Optional<ModelCard> card) {
  private static final String CONFIGURATION = "configuration.json";
  private static final String PARAMETERS = "coefficients.bin";
  private static final String CARD = "autoencoder.json";

  /** A configuration is some kilobytes; parameters may be large, but an array has its limit. */
  private static final Map<String, Integer> LIMITS =
      Map.of(CONFIGURATION, 1 << 24, CARD, 1 << 16, PARAMETERS, Integer.MAX_VALUE - 8);

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /** Writes a network that DL4J's {@code ModelSerializer} reads as well. */
  public static void write(MultiLayerNetwork network, Optional<ModelCard> card, OutputStream out)
      throws IOException {
    ByteArrayOutputStream dl4j = new ByteArrayOutputStream();
    ModelSerializer.writeModel(network, dl4j, true);
    ZipOutputStream zip = new ZipOutputStream(out);
    try (ZipInputStream entries =
        new ZipInputStream(new ByteArrayInputStream(dl4j.toByteArray()))) {
      for (ZipEntry e = entries.getNextEntry(); e != null; e = entries.getNextEntry()) {
        zip.putNextEntry(new ZipEntry(e.getName()));
        entries.transferTo(zip);
      }
    }
    if (card.isPresent()) {
      zip.putNextEntry(new ZipEntry(CARD));
      zip.write(JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(card.get()));
    }
    zip.finish();
  }

  /** Reads a file whose network is of DL4J's and Bottleneck's own layers. */
  public static ModelFile read(Path file) {
    return read(file, Set.of());
  }

  /**
   * Reads a file.
   *
   * @param furtherPackages packages that the network's classes may lie in as well
   * @throws UserError if it is damaged, foreign, or names a class that is not allowed
   */
  public static ModelFile read(Path file, Set<String> furtherPackages) {
    Map<String, byte[]> entries = entries(file);
    for (String name : new String[] {CONFIGURATION, PARAMETERS}) {
      if (!entries.containsKey(name)) {
        throw new UserError("%s: no model of Bottleneck: it has no %s".formatted(file, name));
      }
    }
    JsonNode json = json(file, CONFIGURATION, entries.get(CONFIGURATION));
    if (!json.has("confs")) {
      throw new UserError(
          file + ": " + CONFIGURATION + " describes no chain of layers (MultiLayerNetwork)");
    }
    new KnownClasses(furtherPackages).check(json, file);
    MultiLayerNetwork network = network(file, json, entries.get(PARAMETERS));
    Optional<ModelCard> card =
        Optional.ofNullable(entries.get(CARD)).map(bytes -> card(file, bytes, network));
    return new ModelFile(network, card);
  }

  private static Map<String, byte[]> entries(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new UserError(file + ": no such model file");
    }
    Map<String, byte[]> entries = new HashMap<>();
    try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(file))) {
      for (ZipEntry e = zip.getNextEntry(); e != null; e = zip.getNextEntry()) {
        Integer limit = LIMITS.get(e.getName());
        if (limit != null) {
          byte[] bytes = zip.readNBytes(limit);
          if (zip.read() >= 0 || entries.put(e.getName(), bytes) != null) {
            throw new UserError("%s: damaged: its %s is too long".formatted(file, e.getName()));
          }
        }
      }
      return entries;
    } catch (IOException | IllegalArgumentException e) {
      // The zip reader throws the latter for names that are no text.
      throw new UserError("%s: damaged, or no zip: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static JsonNode json(Path file, String entry, byte[] bytes) {
    try {
      return JSON.readTree(bytes);
    } catch (IOException e) {
      throw new UserError("%s: damaged: its %s is no JSON".formatted(file, entry), e);
    }
  }

  private static MultiLayerNetwork network(Path file, JsonNode json, byte[] parameters) {
    float[] values = parameters(file, parameters);
    try {
      // The very tree that was checked, lest two readers understand one text differently.
      MultiLayerConfiguration configuration = MultiLayerConfiguration.fromJson(json.toString());
      long wanted = 0;
      for (var layer : configuration.getConfs()) {
        wanted = Math.addExact(wanted, layer.getLayer().initializer().numParams(layer));
      }
      if (wanted != values.length) {
        throw new UserError(
            "%s: damaged: it holds %,d parameters for a network that has %,d"
                .formatted(file, values.length, wanted));
      }
      MultiLayerNetwork network = new MultiLayerNetwork(configuration);
      network.init(Nd4j.createFromArray(values).reshape(1, values.length), false);
      return network;
    } catch (UserError e) {
      throw e;
    } catch (RuntimeException e) {
      throw new UserError(
          "%s: damaged: its %s describes no network".formatted(file, CONFIGURATION), e);
    }
  }

  /** DL4J's form: a buffer with the shape, then one with the values, each with a short head. */
  private static float[] parameters(Path file, byte[] bytes) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      in.readUTF();
      long shapeLength = in.readLong();
      String shapeType = in.readUTF();
      if (shapeLength < 0 || shapeLength > 64 || !shapeType.equals("LONG")) {
        throw new IOException("its shape is none");
      }
      in.skipNBytes(shapeLength * Long.BYTES);
      in.readUTF();
      long length = in.readLong();
      String type = in.readUTF();
      if (!type.equals("FLOAT") || length * Float.BYTES != in.available() || length < 1) {
        throw new IOException("%,d values of type %s were announced".formatted(length, type));
      }
      float[] values = new float[(int) length];
      FloatBuffer buffer =
          ByteBuffer.wrap(bytes, bytes.length - in.available(), in.available()).asFloatBuffer();
      buffer.get(values);
      return values;
    } catch (IOException e) {
      throw new UserError("%s: damaged: its %s: %s".formatted(file, PARAMETERS, e.getMessage()), e);
    }
  }

  private static ModelCard card(Path file, byte[] bytes, MultiLayerNetwork network) {
    try {
      ModelCard card = JSON.treeToValue(json(file, CARD, bytes), ModelCard.class);
      if (card.codeLayer() >= network.getnLayers() - 1) {
        throw new UserError(
            "%s: damaged: its %s names layer %d of %d as the code"
                .formatted(file, CARD, card.codeLayer(), network.getnLayers()));
      }
      return card;
    } catch (JsonProcessingException e) {
      if (e.getCause() instanceof UserError cause) {
        throw new UserError("%s: %s: %s".formatted(file, CARD, cause.getMessage()), e);
      }
      throw new UserError(
          "%s: damaged: its %s: %s".formatted(file, CARD, e.getOriginalMessage()), e);
    }
  }
}
