package dev.bottleneck.study.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bottleneck.data.DataOptions;
import dev.bottleneck.data.Splits;
import dev.bottleneck.experiment.UndercompleteExperiment;
import dev.bottleneck.experiment.UndercompleteExperiment.Hyperparameters;
import dev.bottleneck.report.Block.FigureBlock;
import dev.bottleneck.report.Figure;
import dev.bottleneck.study.configuration.Configuration;
import dev.bottleneck.study.result.Arm;
import dev.bottleneck.study.yaml.ShippedConfigurations;
import dev.bottleneck.testing.ToyImages;
import dev.bottleneck.training.Network;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is seen of a network while it is trained, and what that may not do. */
class LiveRunTest {
  private static final UndercompleteExperiment EXPERIMENT = new UndercompleteExperiment();

  @TempDir Path folder;

  private Configuration<Hyperparameters> configuration;
  private Splits data;
  private Arm arm;
  private Network net;

  @BeforeEach
  void make() throws IOException {
    configuration =
        ShippedConfigurations.open("undercomplete")
            .set("data='" + ToyImages.write(folder.resolve("toy"), 60, 30) + "'")
            .set("inputs=" + ToyImages.PIXELS)
            .set("firstSeed=1")
            .set("code=3")
            .read(EXPERIMENT);
    data = configuration.open(DataOptions.defaults());
    Hyperparameters h = configuration.hyperparameters();
    arm = EXPERIMENT.arms(h).get(0);
    MultiLayerNetwork layers = new MultiLayerNetwork(EXPERIMENT.network(h, arm, 1));
    layers.init();
    net = Network.of(layers);
  }

  private LiveRun page() {
    LiveRun page = LiveRun.of(EXPERIMENT, configuration, data);
    page.begin(() -> true, folder);
    return page;
  }

  private static List<Figure> figures(LiveRun page) {
    return page.page().sections().stream()
        .flatMap(section -> section.blocks().stream())
        .flatMap(block -> block.figureBlocks())
        .map(FigureBlock::figure)
        .toList();
  }

  @Test
  void aPictureIsMadeOnceForAllPagesAndNotForPaper() {
    LiveRun page = page();
    page.epochEnded(arm, 1, "training", 1, net);
    List<Figure> first = figures(page);
    assertThat(first).hasSize(2).allMatch(Figure::drawn).allMatch(its -> its.svg().isEmpty());
    assertThat(figures(page).get(0)).isSameAs(first.get(0));
  }

  /** The network is trained on, maybe on another device, when a page asks for its picture. */
  @Test
  void aPictureIsOfTheMomentThatWasLookedAt() {
    LiveRun asked = page();
    asked.epochEnded(arm, 1, "training", 1, net);
    List<Figure> at = figures(asked);
    LiveRun later = page();
    later.epochEnded(arm, 1, "training", 1, net);
    net.params().assign(1);
    assertThat(figures(later).get(0).png()).isEqualTo(at.get(0).png());
    assertThat(figures(later).get(1).png()).isEqualTo(at.get(1).png());
  }

  /** It is given codes, which may be as many as an example's values. */
  @Test
  void aHiddenLayersAutoencoderIsNotShownExamples() {
    LiveRun page = page();
    page.epochEnded(arm, 1, "pretraining-2", 1, net);
    page.epochEnded(arm, 1, "pretraining-11", 1, net);
    assertThat(figures(page)).isEmpty();
    page.epochEnded(arm, 1, "pretraining-1", 1, net);
    assertThat(figures(page)).hasSize(2);
  }

  static List<Throwable> failures() {
    return List.of(
        new IllegalStateException("broken"),
        new NoClassDefFoundError("broken"),
        new OutOfMemoryError("no native memory"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void whatCannotBeSeenCostsNoNetwork(Throwable failure) {
    Network broken =
        (Network)
            Proxy.newProxyInstance(
                Network.class.getClassLoader(),
                new Class<?>[] {Network.class},
                (proxy, method, arguments) -> {
                  throw failure;
                });
    LiveRun page = page();
    page.epochEnded(arm, 1, "training", 1, broken);
    page.epochEnded(arm, 1, "training", 2, net);
    assertThat(figures(page)).as("nothing is looked at any more").isEmpty();
  }
}
