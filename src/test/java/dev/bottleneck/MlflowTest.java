package dev.bottleneck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bottleneck.experiment.DenoisingPretrainingExperiment;
import dev.bottleneck.report.MlflowClient;
import dev.bottleneck.study.FailsOnce;
import dev.bottleneck.study.report.MlflowRuns;
import dev.bottleneck.study.result.Arm;
import dev.bottleneck.study.result.CurvePoint;
import dev.bottleneck.study.result.MetricRow;
import dev.bottleneck.study.yaml.ConfigurationFile;
import dev.bottleneck.study.yaml.ShippedConfigurations;
import dev.bottleneck.testing.MlflowStandIn;
import dev.bottleneck.testing.ToyImages;
import dev.bottleneck.testing.ToyStudies;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What MLflow is told of a run is what its folder says in the end. */
class MlflowTest {
  @TempDir Path folder;

  private MlflowStandIn server;

  @BeforeEach
  void start() throws IOException {
    server = new MlflowStandIn();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private RunBuilder run(URI address) {
    return Bottleneck.experiment("denoising-pretraining")
        .quick()
        .seeds(2)
        .out(folder.resolve("runs"))
        .mlflow(address);
  }

  @Test
  void hasARunANetworkWithTheSameValuesBeneathOneForTheWhole() {
    Run run = run(server.address()).set("corruption", 0.25).train();
    String name = "denoising-pretraining-" + run.folder().getFileName();
    assertThat(server.wrong()).isEmpty();
    assertThat(server.runs())
        .hasSize(1 + 3 * 2)
        .allSatisfy(
            one -> {
              assertThat(one.status).isEqualTo("FINISHED");
              assertThat(one.tags).containsKey("mlflow.source.git.commit");
            });
    MlflowStandIn.Entry whole = server.runs().get(0);
    assertThat(whole.name).isEqualTo(name);
    assertThat(whole.parameters).containsEntry("corruption", "0.25").containsKey("batchSize");
    List<MlflowStandIn.Entry> networks = server.runs().subList(1, server.runs().size());
    int values = 0;
    for (MlflowStandIn.Entry network : networks) {
      assertThat(network.tags).containsEntry("mlflow.parentRunId", server.id(name));
      List<Run.Measured> own =
          run.measured().stream()
              .filter(of -> (of.arm() + "/seed-" + of.seed()).equals(network.name))
              .toList();
      assertThat(network.parameters.get("arm")).isEqualTo(own.get(0).arm());
      assertThat(network.metrics.stream().map(m -> m.key() + " " + m.value()))
          .containsExactlyInAnyOrderElementsOf(
              own.stream().map(of -> of.phase() + "/" + of.metric() + " " + of.value()).toList());
      assertThat(network.metrics).allSatisfy(metric -> assertThat(metric.step()).isPositive());
      values += network.metrics.size();
    }
    assertThat(values).isEqualTo(run.measured().size());
  }

  @Test
  void aSecondRunIsOfTheSameExperiment() {
    run(server.address()).train();
    run(server.address()).train();
    assertThat(server.experiments()).containsExactly("denoising-pretraining");
    assertThat(server.wrong()).isEmpty();
  }

  @Test
  void aServerThatBreaksCostsNoRun() {
    server.breakAfter(6);
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    run(server.address()).printTo(new PrintStream(said, true, StandardCharsets.UTF_8)).train();
    assertThat(said.toString(StandardCharsets.UTF_8).lines().filter(l -> l.contains("MLflow")))
        .singleElement()
        .asString()
        .contains("is not told any more", "500", "the training goes on");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost:5000",
        "ftp://127.0.0.1",
        "/a/folder",
        "http:///x",
        "http://127.0.0.1:1"
      })
  void whereNoMlflowIsNothingIsBegun(String address) {
    assertThatThrownBy(() -> run(URI.create(address)).train())
        .isInstanceOf(BottleneckException.class)
        .hasMessageContaining("--mlflow " + address);
    assertThat(folder.resolve("runs")).doesNotExist();
  }

  @Test
  void aNetworkThatFailsHasFailedThereAndTheWholeWithIt() throws IOException {
    ConfigurationFile file =
        ShippedConfigurations.open("undercomplete")
            .set("data='" + ToyImages.write(folder.resolve("toy"), 60, 30) + "'")
            .set("inputs=" + ToyImages.PIXELS)
            .set("firstSeed=1")
            .set("code=3")
            .set("epochs=1")
            .set("seeds=2");
    ToyStudies.run(new FailsOnce(), file, folder, "--mlflow", server.address().toString());
    assertThat(server.wrong()).isEmpty();
    assertThat(server.runs())
        .extracting(one -> one.status)
        .containsExactlyInAnyOrder("FAILED", "FINISHED", "FAILED");
    assertThat(server.runs().get(0).status).as("of the whole").isEqualTo("FAILED");
  }

  private MlflowRuns connected(List<String> notes) throws IOException {
    return MlflowRuns.connect(
        server.address(),
        ShippedConfigurations.open("denoising-pretraining")
            .read(new DenoisingPretrainingExperiment()),
        Clock.systemUTC(),
        notes::add);
  }

  @Test
  void whatFailedBeforeItsFirstValueIsThereAllTheSame() throws IOException {
    try (MlflowRuns runs = connected(new ArrayList<>())) {
      runs.begin("a-run");
      runs.ended(new Arm("an-arm", "An arm"), 3);
    }
    assertThat(server.wrong()).isEmpty();
    assertThat(server.runs()).extracting(one -> one.name).containsExactly("a-run", "an-arm/seed-3");
    assertThat(server.runs()).extracting(one -> one.status).containsOnly("FAILED");
  }

  @Test
  void whatWasStoppedIsToldOnAThreadThatWasToldToStop() throws IOException {
    List<String> notes = new ArrayList<>();
    MlflowRuns runs = connected(notes);
    runs.begin("a-run");
    Arm arm = new Arm("an-arm", "An arm");
    runs.heard(MetricRow.ofFinal(arm, 1, "loss", 0.5), 7);
    runs.ended(arm, 1);
    runs.heard(MetricRow.of(arm, 2, new CurvePoint("training", 1, "loss", 0.5)), 7);
    runs.ends(MlflowClient.Ending.KILLED);
    Thread.currentThread().interrupt();
    runs.ended(arm, 3);
    runs.close();
    assertThat(Thread.interrupted()).as("still told to").isTrue();
    assertThat(notes).isEmpty();
    assertThat(server.wrong()).isEmpty();
    assertThat(server.runs().stream().map(one -> one.name + " " + one.status))
        .containsExactly(
            "a-run KILLED",
            "an-arm/seed-1 FINISHED",
            "an-arm/seed-2 KILLED",
            "an-arm/seed-3 KILLED");
  }

  @Test
  void ofARunThatNeverBeganNothingIsTold() throws IOException {
    List<String> notes = new ArrayList<>();
    connected(notes).close();
    assertThat(server.runs()).isEmpty();
    assertThat(server.wrong()).isEmpty();
    assertThat(notes).isEmpty();
  }

  @Test
  void theLivePagesPortIsTakenBeforeMlflowHearsOfAnything() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      RunBuilder run = run(server.address()).live(taken.getLocalPort(), at -> {});
      assertThatThrownBy(run::train).hasMessageStartingWith("--live-port");
    }
    assertThat(server.credentials()).as("calls").isEmpty();
  }

  @Test
  void anExperimentThatWasDeletedIsNotWrittenTo() throws IOException {
    new MlflowClient(server.address(), Map.of()).experiment("denoising-pretraining");
    server.delete("denoising-pretraining");
    assertThatThrownBy(() -> run(server.address()).train())
        .isInstanceOf(BottleneckException.class)
        .hasMessageStartingWith("--mlflow " + server.address())
        .hasMessageContaining("'denoising-pretraining' was deleted there");
    assertThat(folder.resolve("runs")).doesNotExist();
  }

  @Test
  void anotherServerIsNotTakenForOne() {
    server.breakAfter(0);
    assertThatThrownBy(() -> run(server.address()).train())
        .hasMessageContaining("no MLflow answers there")
        .hasMessageContaining("500");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://me:secret@127.0.0.1:5000",
        "http://me:se@secret@127.0.0.1",
        "http://me:secret@",
        "me:secret@127.0.0.1"
      })
  void aPasswordDoesNotGoIntoTheAddress(String address) {
    assertThatThrownBy(() -> run(URI.create(address)).train())
        .hasMessageContaining("MLFLOW_TRACKING_PASSWORD")
        .hasMessageNotContaining("secret");
  }
}
