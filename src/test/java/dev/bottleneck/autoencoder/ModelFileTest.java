package dev.bottleneck.autoencoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bottleneck.layer.BinaryCrossEntropyFromLogits;
import dev.bottleneck.layer.Gelu;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.testing.Networks;
import dev.bottleneck.testing.TimeZones;
import dev.bottleneck.training.Network;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Adam;

class ModelFileTest {
  private static final ModelCard CARD =
      new ModelCard(
          ModelCard.VERSION,
          "my.Experiment",
          "arm",
          1,
          0,
          2,
          3,
          1,
          false,
          "toy",
          "00ff",
          List.of("ankle, left", "bag"),
          List.of("a", "b", "c", "d", "e", "f"),
          Scaling.of(
              Scaling.Kind.MINMAX,
              new float[] {0, 1, 2, 3, 4, -5},
              new float[] {1, 0.1f, 3e-7f, 2, 2, 2}));

  @TempDir Path folder;
  private MultiLayerNetwork network;
  private Path file;

  @BeforeEach
  void writeModel() throws IOException {
    network =
        Networks.layers(
            DataType.FLOAT,
            new Adam(0.01),
            new DenseLayer.Builder().nIn(6).nOut(2).activation(new Gelu()).build(),
            new OutputLayer.Builder(BinaryCrossEntropyFromLogits.meanOverUnits())
                .nIn(2)
                .nOut(6)
                .activation(Activation.SIGMOID)
                .build());
    file = folder.resolve("model.zip");
    try (var out = Files.newOutputStream(file)) {
      ModelFile.write(Network.of(network), Optional.of(CARD), out);
    }
  }

  /** A zip can hold a moment of the system's time zone. */
  @Test
  void isTheSameInEveryTimeZone() throws IOException {
    List<byte[]> written = new ArrayList<>();
    for (String zone : List.of("Asia/Tokyo", "America/Lima")) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      TimeZones.within(zone, () -> ModelFile.write(Network.of(network), Optional.of(CARD), out));
      written.add(out.toByteArray());
    }
    assertThat(written.get(0)).isEqualTo(written.get(1));
  }

  private static INDArray examples() {
    return Networks.uniform(DataType.FLOAT, 1, 3, 6);
  }

  private Map<String, byte[]> entries() throws IOException {
    return entries(Files.newInputStream(file));
  }

  private static Map<String, byte[]> entries(InputStream file) throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (var zip = new ZipInputStream(file)) {
      for (ZipEntry e = zip.getNextEntry(); e != null; e = zip.getNextEntry()) {
        entries.put(e.getName(), zip.readAllBytes());
      }
    }
    return entries;
  }

  private void rewrite(Map<String, byte[]> entries) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      for (var entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
      }
    }
    Files.write(file, bytes.toByteArray());
  }

  /** Replaces a text within an entry. */
  private void edit(String entry, String from, String to) throws IOException {
    Map<String, byte[]> entries = entries();
    String text = new String(entries.get(entry), StandardCharsets.UTF_8);
    assertThat(text).contains(from);
    entries.put(entry, text.replace(from, to).getBytes(StandardCharsets.UTF_8));
    rewrite(entries);
  }

  private void assertRefused(String message) {
    assertThatThrownBy(() -> TrainedAutoencoder.load(file))
        .isInstanceOf(UserError.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining(message);
  }

  @Test
  void givesBackTheNetworkToTheLastBit() {
    ModelFile read = ModelFile.read(file);
    assertThat(read.network().params()).isEqualTo(network.params());
    assertThat(read.network().asLayers().output(examples())).isEqualTo(network.output(examples()));
    assertThat(read.card()).contains(CARD);
  }

  @Test
  void isReadByDl4jAsWell() throws IOException {
    MultiLayerNetwork read = ModelSerializer.restoreMultiLayerNetwork(file.toFile(), true);
    assertThat(read.output(examples())).isEqualTo(network.output(examples()));
    assertThat(read.getUpdater().getStateViewArray()).isNotNull();
  }

  /** Of layers in a row and of a graph, trained a little, so that the updater has a state. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void holdsWhatDl4jsOwnWriterPutsThere(boolean graph) throws IOException {
    Network trained = graph ? Network.of(network.toComputationGraph()) : Network.of(network);
    trained.fit(new DataSet(examples(), examples()));
    ByteArrayOutputStream ours = new ByteArrayOutputStream();
    ModelFile.write(trained, Optional.empty(), ours);
    ByteArrayOutputStream theirs = new ByteArrayOutputStream();
    ModelSerializer.writeModel(trained.model(), theirs, true);
    assertThat(entries(new ByteArrayInputStream(ours.toByteArray())))
        .containsExactlyEntriesOf(entries(new ByteArrayInputStream(theirs.toByteArray())))
        .hasSize(3);
  }

  @Test
  void aFileOfDl4jAloneIsNoAutoencoder() throws IOException {
    network.save(file.toFile());
    assertThat(ModelFile.read(file).card()).isEmpty();
    assertRefused("no autoencoder of Bottleneck");
  }

  /** The class would be made by DL4J's own reader: its constructor runs. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "javax.swing.JEditorPane",
        "org.springframework.context.support.FileSystemXmlApplicationContext",
        "org.deeplearning4j.nn.conf.layers.samediff.SameDiffLambdaLayer",
        "dev.bottleneck.autoencoder.ModelFileTest$Trap"
      })
  void neverMakesAForeignClass(String name) throws IOException {
    edit("configuration.json", "dev.bottleneck.layer.Gelu", name);
    assertRefused("names the class " + name);
    assertThat(Trap.sprung).isFalse();
  }

  /** What a foreign file would like to have made. */
  public static final class Trap extends org.nd4j.linalg.activations.BaseActivationFunction {
    static boolean sprung;

    public Trap() {
      sprung = true;
    }

    @Override
    public INDArray getActivation(INDArray in, boolean training) {
      return in;
    }

    @Override
    public org.nd4j.common.primitives.Pair<INDArray, INDArray> backprop(
        INDArray in, INDArray epsilon) {
      return new org.nd4j.common.primitives.Pair<>(epsilon, null);
    }
  }

  @Test
  void makesAClassOfAPackageThatTheUserAllows() throws IOException {
    edit("configuration.json", "dev.bottleneck.layer.Gelu", Trap.class.getName());
    try {
      ModelFile.read(file, Set.of("dev.bottleneck.autoencoder"));
      assertThat(Trap.sprung).isTrue();
    } finally {
      Trap.sprung = false;
    }
  }

  /** The reader that checks must not see another class than the one that makes. */
  @Test
  void refusesAKeyTwice() throws IOException {
    edit(
        "configuration.json",
        "\"@class\" : \"dev.bottleneck.layer.Gelu\"",
        "\"@class\" : \""
            + Trap.class.getName()
            + "\", \"@class\" : \"dev.bottleneck.layer.Gelu\"");
    assertRefused("configuration.json is no JSON");
    assertThat(Trap.sprung).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"configuration.json", "coefficients.bin"})
  void namesAMissingEntry(String entry) throws IOException {
    Map<String, byte[]> entries = entries();
    entries.remove(entry);
    rewrite(entries);
    assertRefused("it has no " + entry);
  }

  @Test
  void refusesParametersOfAnotherNetwork() throws IOException {
    edit("configuration.json", "\"nout\" : 2", "\"nout\" : 2000000000");
    assertRefused("layer 0: it has more parameters than can be counted");
    writeModel();
    edit("configuration.json", "\"nout\" : 2", "\"nout\" : 2000000");
    assertRefused("layer 1: it takes 2 inputs, but is given 2000000");
    edit("configuration.json", "\"nin\" : 2", "\"nin\" : 2000000");
    assertRefused("parameters for a network that has 26,000,006");
  }

  @Test
  void refusesANewerCard() throws IOException {
    edit("autoencoder.json", "\"version\" : 2", "\"version\" : 3");
    assertRefused("its card is of version 3");
  }

  @Test
  void refusesACardThatDoesNotFit() throws IOException {
    edit("autoencoder.json", "\"codeLayer\" : 0", "\"codeLayer\" : 1");
    assertRefused("names layer 1 of 2 as the code");
    writeModel();
    edit("autoencoder.json", "\"height\" : 2", "\"height\" : 5");
    assertRefused("6 names for 15 features");
    edit("autoencoder.json", "[ \"a\", \"b\", \"c\", \"d\", \"e\", \"f\" ]", "[ ]");
    assertRefused("its scaling is MINMAX of 6 features, but an example has 15");
    edit("autoencoder.json", "\"MINMAX\"", "\"NONE\"");
    assertRefused("a scaling of kind NONE has 6 shifts");
    Map<String, byte[]> entries = entries();
    String card = new String(entries.get("autoencoder.json"), StandardCharsets.UTF_8);
    entries.put(
        "autoencoder.json",
        card.replaceAll("(\"shift\"|\"scale\") : \\[[^]]*]", "$1 : []")
            .getBytes(StandardCharsets.UTF_8));
    rewrite(entries);
    assertRefused("layer 0: it takes 6 inputs, but is given 15");
  }

  @Test
  void refusesWhatIsNoModel() throws IOException {
    Files.writeString(file, "PK, but no zip");
    assertRefused("no model of Bottleneck: damaged, or no zip");
    Files.write(file, new byte[0]);
    assertRefused("no model of Bottleneck");
    writeModel();
    Map<String, byte[]> entries = entries();
    entries.put("configuration.json", "{\"a\": 1}".getBytes(StandardCharsets.UTF_8));
    rewrite(entries);
    assertRefused("describes neither layers in a row nor a graph of them");
    assertThatThrownBy(() -> ModelFile.read(folder))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("no such model file");
  }

  private ComputationGraph graph(GraphVertex both, String... inputs) {
    GraphBuilder builder =
        new NeuralNetConfiguration.Builder().seed(3).graphBuilder().addInputs(inputs);
    DenseLayer encoder = new DenseLayer.Builder().nIn(6).nOut(2).activation(new Gelu()).build();
    ComputationGraph graph =
        new ComputationGraph(
            builder
                .addLayer("code", encoder, inputs[0])
                .addLayer("aside", encoder.clone(), inputs[inputs.length - 1])
                .addVertex("both", both, "code", "aside")
                .addLayer(
                    "image",
                    new OutputLayer.Builder(BinaryCrossEntropyFromLogits.meanOverUnits())
                        .nIn(2)
                        .nOut(6)
                        .activation(Activation.SIGMOID)
                        .build(),
                    "both")
                .setOutputs("image")
                .build());
    graph.init();
    return graph;
  }

  private void write(ComputationGraph graph) throws IOException {
    try (var out = Files.newOutputStream(file)) {
      ModelFile.write(Network.of(graph), Optional.of(CARD), out);
    }
  }

  @Test
  void aGraphComesBack() throws IOException {
    ComputationGraph graph = graph(new ElementWiseVertex(ElementWiseVertex.Op.Add), "pixels");
    write(graph);
    ModelFile read = ModelFile.read(file);
    assertThat(read.card()).contains(CARD);
    assertThat(read.network().nodes()).containsExactlyInAnyOrder("code", "aside", "both", "image");
    assertThat(read.network().activations(Network.INPUT, "image", examples()))
        .isEqualTo(graph.output(examples())[0]);
  }

  @Test
  void refusesAGraphThatIsNone() throws IOException {
    write(graph(new ElementWiseVertex(ElementWiseVertex.Op.Add), "pixels"));
    Map<String, byte[]> entries = entries();
    String good = new String(entries.get("configuration.json"), StandardCharsets.UTF_8);
    // In a circle, of an input that there is not, and of two
    for (String bad :
        List.of(
            good.replaceAll("(?s)(\"code\" : \\[ )\"pixels\"", "$1\"image\""),
            good.replaceAll("(?s)(\"code\" : \\[ )\"pixels\"", "$1\"nothing\""),
            good.replaceAll("(?s)(\"networkInputs\" : \\[ )", "$1\"more\", "))) {
      assertThat(bad).isNotEqualTo(good);
      entries.put("configuration.json", bad.getBytes(StandardCharsets.UTF_8));
      rewrite(entries);
      assertRefused("");
    }
    // An order of computation that is none is not believed.
    entries.put(
        "configuration.json",
        good.replaceAll("(?s)(\"topologicalOrder\" : \\[)[^]]*]", "$1 4, 3, 2, 1, 0 ]")
            .getBytes(StandardCharsets.UTF_8));
    rewrite(entries);
    assertThat(ModelFile.read(file).network().nodes()).hasSize(4);
  }

  /** Cut off anywhere, or one byte changed: the same network, or one line. */
  @Test
  void damageIsFoundOrHarmless() throws IOException {
    byte[] whole = Files.readAllBytes(file);
    for (int length = 0; length < whole.length; length += 7) {
      Files.write(file, Arrays.copyOf(whole, length));
      loadsEqualOrIsRefused();
    }
    for (int at = 0; at < whole.length; at += 3) {
      byte[] damaged = whole.clone();
      damaged[at] ^= 0x5a;
      Files.write(file, damaged);
      loadsEqualOrIsRefused();
    }
  }

  private void loadsEqualOrIsRefused() {
    try {
      ModelFile read = ModelFile.read(file);
      assertThat(read.network().params()).isEqualTo(network.params());
    } catch (UserError e) {
      assertThat(e.getMessage()).contains(file.toString()).doesNotContain("\n");
    }
  }

  /** Within an entry, where no checksum of the zip's helps: its bytes are packed anew. */
  @Test
  void damageWithinTheParametersIsFound() throws IOException {
    Map<String, byte[]> whole = entries();
    byte[] parameters = whole.get("coefficients.bin");
    int head = parameters.length - Float.BYTES * (int) network.numParams();
    for (int at = 0; at < head; at++) {
      byte[] damaged = parameters.clone();
      damaged[at] ^= 0x41;
      whole.put("coefficients.bin", damaged);
      rewrite(whole);
      loadsEqualOrIsRefused();
    }
    whole.put("coefficients.bin", Arrays.copyOf(parameters, parameters.length - 4));
    rewrite(whole);
    assertRefused("its coefficients.bin: it ends too early");
    assertThat(new ByteArrayInputStream(parameters).readAllBytes()).hasSize(head + 4 * 32);
  }

  /** As the runs of few-labels and denoising-pretraining, whose networks are classifiers. */
  @Test
  void aRunWithoutAnAutoencoderSaysSo() throws IOException {
    Path run = Files.createDirectories(folder.resolve("run"));
    for (String arm : new String[] {"a", "b"}) {
      Files.createDirectories(run.resolve(arm));
      network.save(run.resolve(arm).resolve("model.zip").toFile());
    }
    assertThatThrownBy(() -> TrainedAutoencoder.load(run))
        .isInstanceOf(UserError.class)
        .hasMessage(
            run
                + ": none of its networks (a, b) is an autoencoder: its experiment leaves none to"
                + " encode with");
    // With one that is, nobody needs to name it; the other is still refused.
    Files.copy(file, run.resolve("b").resolve("model.zip"), StandardCopyOption.REPLACE_EXISTING);
    assertThat(TrainedAutoencoder.load(run).card()).isEqualTo(CARD);
    assertThatThrownBy(() -> TrainedAutoencoder.load(run, "a"))
        .hasMessageContaining("it names no code; the autoencoders of the run are b");
    assertThatThrownBy(() -> TrainedAutoencoder.load(run, "c"))
        .hasMessageContaining("has the arms b: name one with --arm");
  }

  @Test
  void featuresOfOtherNamesOrAnotherOrderAreRefused() {
    CARD.requireFeatures("t.csv", List.of("a", "b", "c", "d", "e", "f"));
    CARD.requireFeatures("t.npy", List.of());
    assertThatThrownBy(() -> CARD.requireFeatures("t.csv", List.of("a", "c", "b", "d", "e", "f")))
        .isInstanceOf(UserError.class)
        .hasMessage(
            "t.csv has c as feature 2, where the model takes b: bring the features into the order"
                + " that it was trained on");
    assertThatThrownBy(
            () -> CARD.requireFeatures("t.csv", List.of("a", "b", "c", "d", "e", "weight")))
        .hasMessage("t.csv has weight as feature 6, where the model takes f");
  }
}
