package dev.bottleneck.autoencoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.testing.Networks;
import dev.bottleneck.testing.ShippedModels;
import dev.bottleneck.training.NetworkDefinition;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.variational.VariationalAutoencoder;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.Sgd;

/** Values in a model file that would be harmful, or make a network of no use. */
class ModelDamageTest {
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir static Path folder;
  private static final Map<String, Map<String, byte[]>> MODELS = new HashMap<>();
  private final Path file = folder.resolve("model.zip");

  @BeforeAll
  static void write() throws IOException {
    Path whole = folder.resolve("whole.zip");
    for (Map.Entry<String, byte[]> model : ShippedModels.all().entrySet()) {
      Files.write(whole, model.getValue());
      MODELS.put(model.getKey(), ZipEntries.of(whole));
    }
  }

  private static Map<String, byte[]> model(String name) {
    return new HashMap<>(MODELS.get(name));
  }

  private void assertRefused(Map<String, byte[]> entries, String message) throws IOException {
    ZipEntries.write(file, entries);
    assertThatThrownBy(() -> TrainedAutoencoder.load(file))
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith(file + ": ")
        .hasMessageContaining(message);
  }

  /** An entry with a value put in, at a JSON pointer. */
  private static byte[] changed(byte[] entry, String pointer, String value) throws IOException {
    ObjectNode json = (ObjectNode) JSON.readTree(entry);
    int last = pointer.lastIndexOf('/');
    JsonNode parent = json.at(pointer.substring(0, last));
    assertThat(parent.has(pointer.substring(last + 1))).isTrue();
    ((ObjectNode) parent).set(pointer.substring(last + 1), JSON.readTree(value));
    return JSON.writeValueAsBytes(json);
  }

  /** Layers of the convolutional autoencoder: 0 convolves, 1 pools, 6 convolves back. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 | dilation   | [-2147483648, 1] | its dilation is -2147483648, but must lie between 1",
        "0 | dilation   | [1, 30000]       | its window reaches over 60001 values",
        "0 | stride     | [0, 1]           | its stride is 0",
        "0 | kernelSize | [3, -3]          | its kernelSize is -3",
        "0 | kernelSize | [3, 9]           | parameters for a network that has",
        "0 | nin        | 3                | it takes 3 inputs, but is given 1",
        "0 | nout       | 2147483647       | more parameters than can be counted",
        "0 | nout       | 0                | a side of [0, 12, 12] is below 1",
        "1 | stride     | [2, 0.5]         | its stride is 0",
        "1 | stride     | [1, 1]           | layer 9: it takes 144 inputs, but is given",
        "1 | kernelSize | [0, 2]           | its kernelSize is 0",
        "1 | kernelSize | null             | layer 1",
        "1 | padding    | [-1, 0]          | its padding is -1",
        "1 | padding    | [3, 3]           | its window reaches over 2 values, padded by 3",
        "6 | stride     | [32767, 32767]   | its window steps by 32767 in an image of 1",
        "6 | stride     | [-2, 2]          | its stride is -2",
        "9 | nin        | 5                | it takes 5 inputs, but is given 144"
      })
  void aNumberThatMakesNoSenseIsNamed(int layer, String key, String value, String message)
      throws IOException {
    Map<String, byte[]> entries = model("convolutional-convolutional");
    String pointer = "/confs/" + layer + "/layer/" + key;
    entries.computeIfPresent(
        "configuration.json", (name, bytes) -> uncheckedChanged(bytes, pointer, value));
    assertRefused(entries, message);
  }

  private static byte[] uncheckedChanged(byte[] entry, String pointer, String value) {
    try {
      return changed(entry, pointer, value);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "height, 0, height is 0",
    "width, 2147483647, is given 2147483647",
    "channels, 2147483647, is too large",
    "width, 4294967297, out of range",
    "codeLayer, -1, codeLayer is -1",
    "codeLayer, 1.5, autoencoder.json",
    "scaling, null, autoencoder.json",
    "classNames, '[null]', autoencoder.json",
    "featureNames, '[\"a\"]', 1 names for"
  })
  void aCardThatMakesNoSenseIsRefused(String key, String value, String message) throws IOException {
    Map<String, byte[]> entries = model("stacked-stacked");
    entries.put("autoencoder.json", changed(entries.get("autoencoder.json"), "/" + key, value));
    assertRefused(entries, message);
  }

  /** Nothing of an example's size is made before its size has been compared. */
  @Test
  void anExampleThatNoMemoryHoldsIsNeverMade() {
    MultiLayerConfiguration takesAll =
        Networks.layers(
                DataType.FLOAT, new Sgd(1), new ActivationLayer(), new LossLayer.Builder().build())
            .getLayerWiseConfigurations();
    assertThat(NetworkShapes.bytesPerExample(NetworkDefinition.of(takesAll), 10))
        .isEqualTo(3 * 10 * Float.BYTES);
    assertThatThrownBy(
            () -> NetworkShapes.bytesPerExample(NetworkDefinition.of(takesAll), Integer.MAX_VALUE))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("layer 0: one example would take 16,383 MiB");
  }

  /** DL4J counts these in 32 bits, so that a large number could pass for a small one. */
  @Test
  void sizesWhoseProductOverflowsAreRefused() {
    MultiLayerConfiguration huge =
        Networks.layers(
                DataType.FLOAT,
                new Sgd(1),
                new VariationalAutoencoder.Builder()
                    .nIn(4)
                    .nOut(2)
                    .encoderLayerSizes(3)
                    .decoderLayerSizes(3)
                    .build(),
                new OutputLayer.Builder().nIn(2).nOut(4).build())
            .getLayerWiseConfigurations();
    VariationalAutoencoder layer = (VariationalAutoencoder) huge.getConf(0).getLayer();
    assertThat(NetworkNumbers.parameters(NetworkDefinition.of(huge)))
        .hasSize(2)
        .allMatch(count -> count > 0);
    layer.setEncoderLayerSizes(new int[] {65_536, 65_536});
    assertThatThrownBy(() -> NetworkNumbers.parameters(NetworkDefinition.of(huge)))
        .hasMessage("layer 0: it has more parameters than can be counted");
    DenseLayer dense =
        new DenseLayer.Builder().nIn(Integer.MAX_VALUE).nOut(Integer.MAX_VALUE).build();
    huge.getConf(0).setLayer(dense);
    assertThatThrownBy(() -> NetworkNumbers.parameters(NetworkDefinition.of(huge)))
        .hasMessage("layer 0: it has more parameters than can be counted");
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void aWeightThatIsNotFiniteIsNamed(float value) throws IOException {
    Map<String, byte[]> entries = model("undercomplete-undercomplete");
    byte[] bytes = entries.get("coefficients.bin").clone();
    // 24 inputs and 6 units: 24·6 + 6 parameters of layer 0, then those of layer 1.
    int all = 24 * 6 + 6 + 6 * 24 + 24;
    int first = bytes.length - all * Float.BYTES;
    ByteBuffer.wrap(bytes).putFloat(first + 152 * Float.BYTES, value);
    ByteBuffer.wrap(bytes).putFloat(first + 200 * Float.BYTES, value);
    entries.put("coefficients.bin", bytes);
    assertRefused(
        entries, "2 of its 318 parameters are NaN or infinite, the first is number 2 of layer 1");
  }

  /** Zeros are packed to a thousandth. */
  @Test
  void anEntryThatExpandsWithoutEndIsNotRead() throws IOException {
    ZipEntries.write(file, Map.of("coefficients.bin", new byte[80 << 20]));
    assertThat(Files.size(file)).isLessThan(1 << 20);
    try (ModelZip zip = ModelZip.open(file)) {
      assertThatThrownBy(() -> zip.read("coefficients.bin", in -> in.readNBytes(10)))
          .isInstanceOf(UserError.class)
          .hasMessageContaining("its coefficients.bin claims 83,886,080 bytes, packed in");
    }
    Map<String, byte[]> entries = model("stacked-stacked");
    entries.put("configuration.json", new byte[5 << 20]);
    assertRefused(entries, "its configuration.json is too long");
  }

  /** Of files that earlier versions of Bottleneck wrote. */
  @Test
  void aCardOfVersion1IsRead() throws IOException {
    Map<String, byte[]> entries = model("stacked-stacked");
    ObjectNode card = (ObjectNode) JSON.readTree(entries.get("autoencoder.json"));
    card.put("version", 1).remove(java.util.List.of("classNames", "featureNames", "scaling"));
    entries.put("autoencoder.json", JSON.writeValueAsBytes(card));
    ZipEntries.write(file, entries);
    ModelCard read = TrainedAutoencoder.load(file).card();
    assertThat(read.scaling()).isEqualTo(Scaling.none());
    assertThat(read.classNames()).isEmpty();
    assertThat(read.featureNames()).isEmpty();
    card.put("version", 2);
    entries.put("autoencoder.json", JSON.writeValueAsBytes(card));
    assertRefused(entries, "autoencoder.json: Missing creator property 'classNames'");
  }

  /** ND4J would begin to join them, and print its own mind. */
  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "2", "3", "4", "2147483647"})
  void whatCannotBeJoinedIsNamed(String axis) throws IOException {
    Map<String, byte[]> entries = model("skip-connections-skip-connections");
    String json = new String(entries.get("configuration.json"), StandardCharsets.UTF_8);
    assertThat(json).containsPattern("\"mergeAxis\"\\s*:\\s*1");
    entries.put(
        "configuration.json",
        json.replaceAll("\"mergeAxis\"\\s*:\\s*1", "\"mergeAxis\" : " + axis)
            .getBytes(StandardCharsets.UTF_8));
    assertRefused(entries, "along axis " + axis);
  }
}
