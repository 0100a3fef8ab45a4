package dev.bottleneck.autoencoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bottleneck.layer.Gelu;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.testing.Networks;
import dev.bottleneck.training.Network;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.shade.jackson.databind.ObjectMapper;

class KnownClassesTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String TRAP = "dev.bottleneck.autoencoder.KnownClassesTest$Trap";
  private static final String GELU = "dev.bottleneck.layer.Gelu";

  /** Loaded by none but a model that names it; each test looks whether it was. */
  static final class Trap {
    static {
      System.setProperty(TRAP, "sprung");
    }
  }

  @TempDir Path folder;
  private Path file;
  private Map<String, byte[]> entries;

  @BeforeEach
  void write() throws IOException {
    var network =
        Networks.layers(
            DataType.FLOAT,
            new Sgd(0.1),
            new DenseLayer.Builder().nIn(3).nOut(2).activation(new Gelu()).build(),
            new OutputLayer.Builder().nIn(2).nOut(3).build());
    file = folder.resolve("model.zip");
    try (var out = Files.newOutputStream(file)) {
      ModelFile.write(Network.of(network), Optional.empty(), out);
    }
    entries = ZipEntries.of(file);
    System.clearProperty(TRAP);
  }

  private void configure(String json) throws IOException {
    entries.put("configuration.json", json.getBytes(StandardCharsets.UTF_8));
    ZipEntries.write(file, entries);
  }

  private String configuration() {
    return new String(entries.get("configuration.json"), StandardCharsets.UTF_8);
  }

  static Stream<String> spellings() {
    return Stream.of(
        TRAP,
        TRAP + "<",
        TRAP + "<java.lang.Object>",
        TRAP + "<" + GELU + ">",
        GELU + "<" + TRAP + ">",
        GELU + "<",
        "java.util.ArrayList<" + TRAP + ">",
        "java.util.HashMap<java.lang.String," + TRAP + ">",
        "[L" + TRAP + ";",
        "[[L" + TRAP + ";",
        "[L" + GELU + ";",
        TRAP + "[]",
        "L" + TRAP + ";",
        " " + TRAP,
        TRAP + " ",
        TRAP + "\n",
        "\t" + GELU,
        TRAP.replace(".", " . "),
        TRAP.replace('$', '.'),
        TRAP + "$",
        GELU + "$Trap",
        GELU + "\u0000",
        TRAP.replace('.', '/'),
        "DEV.bottleneck.layer.Gelu",
        "dev.bottleneck.layer.gelu",
        "java.lang.Object",
        "com.sun.jna.Native<",
        "org.deeplearning4j.nn.conf.layers.samediff.SameDiffLambdaLayer",
        "");
  }

  /** As the class of an activation; the file may spell any letter as an escape, too. */
  @ParameterizedTest
  @MethodSource("spellings")
  void noSpellingLoadsAForeignClass(String name) throws IOException {
    for (boolean escaped : new boolean[] {false, true}) {
      String json = escaped ? escaped(name) : JSON.writeValueAsString(name);
      configure(configuration().replace('"' + GELU + '"', json));
      assertThatThrownBy(() -> ModelFile.read(file))
          .isInstanceOf(UserError.class)
          .hasMessageContaining("which a model file may not");
      assertThat(System.getProperty(TRAP)).isNull();
      write();
    }
  }

  private static String escaped(String name) {
    return name.chars()
        .mapToObj(c -> String.format(java.util.Locale.ROOT, "\\u%04x", c))
        .collect(Collectors.joining("", "\"", "\""));
  }

  /** Wherever it stands: DL4J's distributions have their class elsewhere than the others. */
  @ParameterizedTest
  @ValueSource(strings = {"@class", "type", "stepFunction", "layerName", "any"})
  void noPlaceIsLeftOut(String key) throws IOException {
    for (String name : List.of(TRAP, TRAP + "<")) {
      ObjectNode json = (ObjectNode) JSON.readTree(entries.get("configuration.json"));
      ((ObjectNode) json.at("/confs/0/layer")).put(key, name);
      configure(json.toString());
      assertThatThrownBy(() -> ModelFile.read(file)).hasMessageContaining("may not");
      ((ObjectNode) json.at("/confs/0")).set("layer", JSON.createObjectNode().put(name, 1));
      configure(json.toString());
      assertThatThrownBy(() -> ModelFile.read(file)).hasMessageContaining("may not");
      assertThat(System.getProperty(TRAP)).isNull();
      write();
    }
  }

  /** What the first check would let through stops at Jackson's own. */
  @ParameterizedTest
  @MethodSource("spellings")
  void jacksonsOwnDoorIsShutAsWell(String name) throws IOException {
    ObjectMapper reader = new KnownClasses(Set.of()).reader();
    String json = "{\"@class\":" + JSON.writeValueAsString(name) + "}";
    assertThatThrownBy(() -> reader.readValue(json, IActivation.class))
        .isInstanceOf(Exception.class);
    assertThat(System.getProperty(TRAP)).isNull();
    assertThat(reader.readValue("{\"@class\":\"" + GELU + "\"}", IActivation.class))
        .isInstanceOf(Gelu.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.5", "1.5e-3", "NaN", "layer1", "encoder.1", "W", "3.", ""})
  void otherTextIsLeftAlone(String text) {
    JsonNode json = JSON.createObjectNode().put("text", text).put("number", 0.5);
    assertThatCode(() -> new KnownClasses(Set.of()).check(json, "f")).doesNotThrowAnyException();
  }

  @Test
  void thePackagesThatTheUserAllowsAreTakenByPlainNamesAlone() {
    KnownClasses known = new KnownClasses(Set.of("my.layers"));
    for (String name : List.of("my.layers.Own", "my.layers.deep.Own", "my.layers.Own$Inner")) {
      known.check(JSON.createObjectNode().put("@class", name), "f");
    }
    for (String name :
        List.of(
            "my.layers.Own<",
            "my.layers.Own<a.B>",
            "my.layersOwn",
            "my.layers.",
            "my.Own",
            "[Lmy.layers.Own;",
            "my.layers..Own")) {
      JsonNode json = JSON.createObjectNode().put("@class", name);
      assertThatThrownBy(() -> known.check(json, "f")).as(name).isInstanceOf(UserError.class);
    }
  }

  /** A layer of Bottleneck's own that is not listed could be trained, but not used. */
  @ParameterizedTest
  @ValueSource(strings = {"dev.bottleneck.layer", "dev.bottleneck.training"})
  void everyOwnClassOfAConfigurationIsListed(String where) throws Exception {
    List<Class<?>> kinds =
        List.of(
            Layer.class,
            IActivation.class,
            IDropout.class,
            ILossFunction.class,
            ISchedule.class,
            IUpdater.class,
            IWeightInit.class,
            InputPreProcessor.class);
    Path classes =
        Path.of(KnownClasses.class.getProtectionDomain().getCodeSource().getLocation().toURI())
            .resolve(where.replace('.', '/'));
    int found = 0;
    KnownClasses known = new KnownClasses(Set.of());
    try (Stream<Path> files = Files.list(classes)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
        String name = where + "." + file.getFileName().toString().replace(".class", "");
        Class<?> type = Class.forName(name, false, getClass().getClassLoader());
        boolean made = !java.lang.reflect.Modifier.isAbstract(type.getModifiers());
        if (made && kinds.stream().anyMatch(kind -> kind.isAssignableFrom(type))) {
          known.check(JSON.createObjectNode().put("@class", name), name);
          found++;
        }
      }
    }
    assertThat(found).isPositive();
  }

  @Test
  void whatIsListedIsThere() throws IOException {
    String list;
    try (var in = KnownClasses.class.getResourceAsStream("model-classes.txt")) {
      list = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    assertThat(list.lines())
        .isSorted()
        .hasSizeGreaterThan(100)
        .allSatisfy(name -> Class.forName(name, false, getClass().getClassLoader()));
  }

  @Test
  void aPlaceWithoutAClassIsRefused() throws IOException {
    configure(configuration().replaceFirst("\"@class\"\\s*:\\s*\"" + GELU + "\"", "\"alpha\" : 1"));
    assertThatThrownBy(() -> ModelFile.read(file))
        .isInstanceOf(UserError.class)
        .hasMessageEndingWith("names no class where one must stand");
  }
}
