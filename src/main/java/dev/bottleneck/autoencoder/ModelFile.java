package dev.bottleneck.autoencoder;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.bottleneck.runtime.UndatedEntry;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.training.Network;
import dev.bottleneck.training.NetworkDefinition;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.shade.jackson.databind.exc.InvalidTypeIdException;

/**
 * A network in DL4J's own zip, with one more entry that says where its code is.
 *
 * <p>A model file is data, and may come from anywhere: reading one never runs code from it. DL4J's
 * own reader would make objects of any class that the file names, and trust any length it states;
 * here the classes are checked first ({@link KnownClasses}), then the numbers ({@link
 * NetworkNumbers}, {@link NetworkShapes}) before anything of their size is made, the parameters are
 * read by a reader of our own, and Java-serialised entries are passed over.
 *
 * @param network with its parameters; the state of its updater is not read
 * @param card what is known beside; empty in a file that DL4J alone wrote
 * @param bytesPerExample that its activations take; 0 without a card
 */
public record ModelFile(Network network, Optional<ModelCard> card, long bytesPerExample) {
  private static final String CONFIGURATION = "configuration.json";
  private static final String PARAMETERS = "coefficients.bin";
  private static final String UPDATER_STATE = "updaterState.bin";
  private static final String CARD = "autoencoder.json";

  /** A configuration is some kilobytes; a card has some numbers of each feature. */
  private static final int LONGEST_CONFIGURATION = 1 << 22;

  private static final int LONGEST_CARD = 1 << 23;

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .build();

  /**
   * Writes a network that DL4J's {@code ModelSerializer} reads as well.
   *
   * <p>The arrays are stored as they are: they would hardly get smaller, and take longer than an
   * epoch of a small network.
   */
  public static void write(Network network, Optional<ModelCard> card, OutputStream out)
      throws IOException {
    ZipOutputStream zip = new ZipOutputStream(out);
    deflate(zip, CONFIGURATION, network.definition().json().getBytes(StandardCharsets.UTF_8));
    store(zip, PARAMETERS, network.params());
    Optional<INDArray> state = network.updaterState();
    if (state.isPresent()) {
      store(zip, UPDATER_STATE, state.get());
    }
    if (card.isPresent()) {
      deflate(zip, CARD, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(card.get()));
    }
    zip.finish();
  }

  private static void deflate(ZipOutputStream zip, String name, byte[] text) throws IOException {
    zip.putNextEntry(UndatedEntry.of(name));
    zip.write(text);
  }

  private static void store(ZipOutputStream zip, String name, INDArray array) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Nd4j.write(array, new DataOutputStream(out));
    byte[] bytes = out.toByteArray();
    CRC32 crc = new CRC32();
    crc.update(bytes);
    ZipEntry entry = UndatedEntry.of(name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(bytes.length);
    entry.setCrc(crc.getValue());
    zip.putNextEntry(entry);
    zip.write(bytes);
  }

  /** Whether a file says where its network's code is; true as well if it cannot be read. */
  static boolean hasCard(Path file) {
    try (ModelZip zip = ModelZip.open(file)) {
      return zip.holds(CARD);
    } catch (UserError e) {
      return true;
    }
  }

  /** Reads a file whose network is of DL4J's and Bottleneck's own layers. */
  public static ModelFile read(Path file) {
    return read(file, Set.of());
  }

  /**
   * Reads a file.
   *
   * @param furtherPackages packages that the network's classes may lie in as well
   * @throws UserError if it is damaged, foreign, names a class that is not allowed, has a number
   *     that makes no sense, or a parameter that is not finite
   */
  public static ModelFile read(Path file, Set<String> furtherPackages) {
    try (ModelZip zip = ModelZip.open(file)) {
      for (String name : new String[] {CONFIGURATION, PARAMETERS}) {
        if (!zip.holds(name)) {
          throw new UserError(file + ": no model of Bottleneck: it has no " + name);
        }
      }
      NetworkDefinition definition = definition(file, zip, furtherPackages);
      ParameterReader reader =
          new ParameterReader(sensible(file, () -> NetworkNumbers.parameters(definition)));
      Optional<ModelCard> card =
          zip.holds(CARD) ? Optional.of(card(file, zip, definition)) : Optional.empty();
      long bytesPerExample =
          card.isEmpty()
              ? 0
              : sensible(
                  file, () -> NetworkShapes.bytesPerExample(definition, card.get().inputs()));
      sensible(file, () -> reader.checkSize(zip.size(PARAMETERS)));
      INDArray parameters = zip.read(PARAMETERS, in -> sensible(file, () -> reader.read(in)));
      Network network = sensible(file, () -> definition.initialized(parameters));
      return new ModelFile(network, card, bytesPerExample);
    }
  }

  @FunctionalInterface
  private interface Check<T> {
    T get() throws IOException;
  }

  private static void sensible(Path file, Runnable check) {
    sensible(
        file,
        () -> {
          check.run();
          return true;
        });
  }

  /** What DL4J throws at numbers that make no sense is of all kinds. */
  private static <T> T sensible(Path file, Check<T> check) {
    try {
      return check.get();
    } catch (UserError e) {
      throw new UserError(file + ": damaged: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new UserError(file + ": damaged: its " + PARAMETERS + ": " + reason(e), e);
    } catch (RuntimeException e) {
      throw new UserError(file + ": damaged: its " + CONFIGURATION + " describes no network", e);
    }
  }

  private static String reason(IOException e) {
    return e.getMessage() == null ? "it ends too early" : e.getMessage();
  }

  private static NetworkDefinition definition(
      Path file, ModelZip zip, Set<String> furtherPackages) {
    JsonNode json = json(file, CONFIGURATION, zip.bytes(CONFIGURATION, LONGEST_CONFIGURATION));
    boolean inARow = json.path("confs").isArray();
    if (!inARow && !json.path("vertices").isObject()) {
      throw new UserError(
          file + ": " + CONFIGURATION + " describes neither layers in a row nor a graph of them");
    }
    KnownClasses known = new KnownClasses(furtherPackages);
    known.check(json, file);
    try {
      // The very tree that was checked, lest two readers understand one text differently.
      String text = json.toString();
      return inARow
          ? NetworkDefinition.of(known.reader().readValue(text, MultiLayerConfiguration.class))
          : graph(known.reader().readValue(text, ComputationGraphConfiguration.class), file);
    } catch (InvalidTypeIdException e) {
      throw KnownClasses.refused(e.getTypeId(), file);
    } catch (IOException | RuntimeException e) {
      throw new UserError(file + ": damaged: its " + CONFIGURATION + " describes no network", e);
    }
  }

  private static NetworkDefinition graph(ComputationGraphConfiguration graph, Path file) {
    if (graph.getNetworkInputs() == null || graph.getNetworkInputs().size() != 1) {
      throw new UserError(file + ": its network is a graph of other than one input");
    }
    // DL4J's order of computation follows from the vertices; a file's may be any.
    graph.setTopologicalOrder(null);
    graph.setTopologicalOrderStr(null);
    return NetworkDefinition.of(graph);
  }

  private static JsonNode json(Path file, String entry, byte[] bytes) {
    try {
      return JSON.readTree(bytes);
    } catch (IOException e) {
      throw new UserError(file + ": damaged: its " + entry + " is no JSON", e);
    }
  }

  private static ModelCard card(Path file, ModelZip zip, NetworkDefinition definition) {
    JsonNode json = json(file, CARD, zip.bytes(CARD, LONGEST_CARD));
    try {
      ModelCard card = JSON.treeToValue(ModelCard.completed(json), ModelCard.class);
      int layers = definition.nodes().size();
      if (card.codeLayer() >= layers - 1) {
        throw new UserError(
            file
                + ": damaged: its "
                + CARD
                + " names layer "
                + card.codeLayer()
                + " of "
                + layers
                + " as the code");
      }
      return card;
    } catch (JsonProcessingException e) {
      if (e.getCause() instanceof UserError cause) {
        throw new UserError(file + ": " + CARD + ": " + cause.getMessage(), e);
      }
      throw new UserError(file + ": damaged: its " + CARD + ": " + e.getOriginalMessage(), e);
    }
  }
}
