package dev.bottleneck.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.bottleneck.autoencoder.Scaling;
import dev.bottleneck.autoencoder.TrainedAutoencoder;
import dev.bottleneck.step.EngineChoice;
import dev.bottleneck.testing.Networks;
import dev.bottleneck.testing.ShippedNetworks;
import dev.bottleneck.testing.ShippedNetworks.Variant;
import dev.bottleneck.testing.TimeZones;
import dev.bottleneck.training.Engine;
import dev.bottleneck.training.Network;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** The weights of every variant, read again by the formats' descriptions alone. */
class WeightsTest {
  private static final Pattern NPY =
      Pattern.compile(
          "\\{'descr': '<f4', 'fortran_order': False, 'shape': \\(([0-9]+,|[0-9]+(, [0-9]+)+)\\), } *\n");

  @TempDir Path folder;

  /** An array as it is read. */
  private record Read(List<Integer> shape, float[] values) {}

  static Stream<Variant> small() {
    return ShippedNetworks.small();
  }

  private static Exported scaled(Variant variant) {
    Exported plain = Agreement.exported(variant, EngineChoice.AUTO);
    float[] scale = new float[variant.inputs()];
    Arrays.fill(scale, 3);
    return new Exported(
        plain.name(),
        plain.autoencoder(),
        plain.inputs(),
        Scaling.of(Scaling.Kind.MINMAX, new float[scale.length], scale),
        Map.of("arm", "\"größe\"\n"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("small")
  void hasEveryParameterInCOrder(Variant variant) throws IOException {
    Agreement.drawBiases(variant.network());
    Exported model = scaled(variant);
    model.safetensors().writeTo(folder.resolve("w.safetensors"));
    model.npz().writeTo(folder.resolve("w.npz"));
    Map<String, Read> safe = safetensors(folder.resolve("w.safetensors"));
    Map<String, Read> npz = npz(folder.resolve("w.npz"));
    assertThat(npz.keySet()).containsExactlyElementsOf(safe.keySet());
    npz.forEach(
        (name, read) -> {
          assertThat(read.shape()).as(name).isEqualTo(safe.get(name).shape());
          assertThat(read.values()).as(name).isEqualTo(safe.get(name).values());
        });
    assertThat(npz.remove("scaling.shift").values()).containsOnly(0).hasSize(variant.inputs());
    assertThat(npz.remove("scaling.scale").values()).containsOnly(3).hasSize(variant.inputs());
    assertThat(npz.values().stream().mapToLong(read -> read.values().length).sum())
        .isEqualTo(variant.network().numParams());
    boolean inARow = variant.network().model() instanceof MultiLayerNetwork;
    for (String node : variant.network().nodes()) {
      Map<String, INDArray> table =
          variant.network().layerOf(node).map(l -> l.paramTable(false)).orElse(Map.of());
      String name = inARow ? node.replace(" ", "") : node;
      table.forEach((key, array) -> assertSame(npz.get(name + "." + key), key.equals("b"), array));
    }
  }

  private static void assertSame(Read read, boolean bias, INDArray array) {
    List<Integer> shape = new ArrayList<>();
    Arrays.stream(array.shape()).forEach(size -> shape.add((int) size));
    assertThat(read.shape()).isEqualTo(bias ? List.of((int) array.length()) : shape);
    for (long i = 0; i < array.length(); i++) {
      // Index by index, whatever the order in memory is.
      long rest = i;
      long[] index = new long[shape.size()];
      for (int d = index.length - 1; d >= 0; d--) {
        index[d] = rest % shape.get(d);
        rest /= shape.get(d);
      }
      assertThat(read.values()[(int) i]).isEqualTo(array.getFloat(index));
    }
  }

  /** As layers in a row, the first would be called like the second. */
  @Test
  void aGraphsVerticesKeepTheirNames() {
    Network network =
        Network.of(
            Networks.graph(
                DataType.FLOAT,
                new Sgd(0.1),
                new DenseLayer.Builder().name("layer 0").nIn(3).nOut(2).build(),
                new DenseLayer.Builder().name("layer0").nIn(2).nOut(2).build(),
                new OutputLayer.Builder(LossFunction.MSE).name("out").nIn(2).nOut(3).build()));
    TrainedAutoencoder autoencoder =
        TrainedAutoencoder.of(network, "layer0", 3, Engine.DEEPLEARNING4J);
    Exported model = new Exported("a/run", autoencoder, 3, Scaling.none(), Map.of());
    assertThat(Weights.of(model).stream().map(NamedArray::name))
        .containsExactly("layer 0.W", "layer 0.b", "layer0.W", "layer0.b", "out.W", "out.b");
  }

  @Test
  void tellsOfTheTrainingAndIsTheSameAnywhere() throws IOException {
    Exported model = scaled(small().findFirst().orElseThrow());
    // A zip can hold a moment of the system's time zone.
    for (String zone : List.of("Asia/Tokyo", "America/Lima")) {
      Path files = folder.resolve(zone);
      TimeZones.within(
          zone,
          () -> {
            model.safetensors().writeTo(files.resolve("w.safetensors"));
            model.npz().writeTo(files.resolve("w.npz"));
          });
    }
    assertThat(folder.resolve("Asia/Tokyo/w.npz"))
        .hasSameBinaryContentAs(folder.resolve("America/Lima/w.npz"));
    assertThat(folder.resolve("Asia/Tokyo/w.safetensors"))
        .hasSameBinaryContentAs(folder.resolve("America/Lima/w.safetensors"));
    byte[] bytes = Files.readAllBytes(folder.resolve("Asia/Tokyo/w.safetensors"));
    assertThat(header(bytes).at("/__metadata__/arm").asText()).isEqualTo("\"größe\"\n");
  }

  private static JsonNode header(byte[] bytes) throws IOException {
    long length = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
    assertThat(length % 8).isZero();
    return new JsonMapper()
        .readTree(new String(bytes, 8, Math.toIntExact(length), StandardCharsets.UTF_8));
  }

  /** Eight bytes of length, a JSON header, then the values without gaps. */
  private static Map<String, Read> safetensors(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int data = 8 + (int) buffer.getLong();
    Map<String, Read> arrays = new LinkedHashMap<>();
    int end = 0;
    for (var entry : header(bytes).properties()) {
      if (entry.getKey().equals("__metadata__")) {
        continue;
      }
      JsonNode tensor = entry.getValue();
      assertThat(tensor.path("dtype").asText()).isEqualTo("F32");
      assertThat(tensor.at("/data_offsets/0").asInt()).isEqualTo(end);
      List<Integer> shape = new ArrayList<>();
      tensor.path("shape").forEach(size -> shape.add(size.asInt()));
      float[] values = new float[shape.stream().reduce(1, Math::multiplyExact)];
      buffer
          .position(data + end)
          .slice()
          .order(ByteOrder.LITTLE_ENDIAN)
          .asFloatBuffer()
          .get(values);
      end += values.length * 4;
      assertThat(tensor.at("/data_offsets/1").asInt()).isEqualTo(end);
      arrays.put(entry.getKey(), new Read(shape, values));
    }
    assertThat(data + end).isEqualTo(bytes.length);
    return arrays;
  }

  /** A zip of arrays, each with its header in Python's words. */
  private static Map<String, Read> npz(Path file) throws IOException {
    Map<String, Read> arrays = new LinkedHashMap<>();
    try (ZipFile zip = new ZipFile(file.toFile())) {
      for (ZipEntry entry : zip.stream().toList()) {
        ByteBuffer buffer =
            ByteBuffer.wrap(zip.getInputStream(entry).readAllBytes())
                .order(ByteOrder.LITTLE_ENDIAN);
        byte[] magic = new byte[8];
        buffer.get(magic);
        assertThat(magic).isEqualTo(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
        byte[] head = new byte[buffer.getShort()];
        buffer.get(head);
        Matcher matcher = NPY.matcher(new String(head, StandardCharsets.US_ASCII));
        assertThat(matcher.matches()).as(new String(head, StandardCharsets.US_ASCII)).isTrue();
        List<Integer> shape =
            Stream.of(matcher.group(1).split(", *")).map(Integer::parseInt).toList();
        float[] values = new float[shape.stream().reduce(1, Math::multiplyExact)];
        assertThat(buffer.remaining()).isEqualTo(values.length * 4);
        buffer.asFloatBuffer().get(values);
        arrays.put(entry.getName().replaceFirst("\\.npy$", ""), new Read(shape, values));
      }
    }
    return arrays;
  }
}
