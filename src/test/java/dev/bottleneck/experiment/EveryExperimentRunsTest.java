package dev.bottleneck.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bottleneck.Asked;
import dev.bottleneck.study.RunOptions;
import dev.bottleneck.study.Study;
import dev.bottleneck.study.experiment.Experiment;
import dev.bottleneck.study.result.StudyResult;
import dev.bottleneck.study.yaml.ConfigurationFile;
import dev.bottleneck.study.yaml.ShippedConfigurations;
import dev.bottleneck.testing.ToyImages;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every shipped configuration, in quick mode, from data to report; toys stand in for images. */
class EveryExperimentRunsTest {
  @TempDir static Path folder;
  private static String toy;

  @BeforeAll
  static void writeData() throws IOException {
    toy = ToyImages.write(folder.resolve("toy"), 28, 10, 5200, 100);
  }

  static Stream<String> shipped() {
    return ShippedConfigurations.all().keySet().stream();
  }

  private static <H extends Record> StudyResult run(
      Experiment<H> experiment, ConfigurationFile file, Path out) {
    RunOptions options = Asked.run("--out", out.toString(), "--parallel", "1");
    return new Study<>(experiment, file.read(experiment), options)
        .run(new PrintWriter(new StringWriter()));
  }

  private static Path report(Path runs) throws IOException {
    try (Stream<Path> all = Files.list(runs)) {
      return all.findFirst().orElseThrow().resolve("report.html");
    }
  }

  @ParameterizedTest
  @MethodSource("shipped")
  void fromDataToReport(String name) throws IOException {
    ConfigurationFile file =
        ShippedConfigurations.open(name)
            .set("quick=true")
            .set("seeds=1")
            .set("validation=last:100")
            .replaceData("mnist", toy)
            .replaceData("fashion-mnist", toy);
    StudyResult result = run(file.experiment(), file, folder.resolve(name));
    assertThat(result.failures()).isEmpty();
    assertThat(result.arms()).allMatch(arm -> !result.seeds(arm).isEmpty());
    assertThat(report(folder.resolve(name).resolve(name)))
        .content()
        .contains("<img")
        .doesNotContain("could not be drawn");
  }
}
