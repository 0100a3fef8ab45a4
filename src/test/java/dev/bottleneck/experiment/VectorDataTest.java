package dev.bottleneck.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bottleneck.Asked;
import dev.bottleneck.study.RunOptions;
import dev.bottleneck.study.Study;
import dev.bottleneck.study.experiment.Experiment;
import dev.bottleneck.study.yaml.ConfigurationFile;
import dev.bottleneck.study.yaml.ShippedConfigurations;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plain vectors are drawn as lines: as a picture they would be a strip one pixel high. */
class VectorDataTest {
  private static final int LENGTH = 8;

  @TempDir Path folder;

  /** So few vectors that neither test nor validation part has as many as a figure would show. */
  private Path vectors() throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    return Files.write(
        folder.resolve("vectors.csv"),
        Stream.generate(
                () ->
                    random
                        .doubles(LENGTH)
                        .mapToObj("%.4f"::formatted)
                        .collect(Collectors.joining(",")))
            .limit(30)
            .toList());
  }

  private <H extends Record> Path figures(
      String name, Experiment<H> experiment, ConfigurationFile file) throws IOException {
    RunOptions options = Asked.run("--out", folder.toString(), "--parallel", "1");
    new Study<>(experiment, file.read(experiment), options)
        .run(new PrintWriter(new StringWriter()));
    try (Stream<Path> runs = Files.list(folder.resolve(name))) {
      return runs.findFirst().orElseThrow().resolve("figures");
    }
  }

  private void assertDrawnAsLines(String name, String... expected) throws IOException {
    ConfigurationFile file =
        ShippedConfigurations.open(name)
            .set("quick=true")
            .set("seeds=1")
            .set("validation=last:4")
            .set("data='csv:" + vectors() + "'")
            .set("inputs=" + LENGTH);
    Path figures = figures(name, file.experiment(), file);
    for (String figure : List.of(expected)) {
      // A chart's panel alone is taller than any strip of eight values.
      assertThat(ImageIO.read(figures.resolve(figure + ".png").toFile()).getHeight())
          .as(figure)
          .isGreaterThan(200);
    }
  }

  @Test
  void reconstructionsAndFilters() throws IOException {
    assertDrawnAsLines(
        "denoising-filters",
        "reconstructions-masking",
        "reconstructions-no-corruption",
        "filters-masking",
        "filters-no-corruption");
  }

  @Test
  void decodedCodes() throws IOException {
    assertDrawnAsLines(
        "variational", "reconstructions-variational", "generated-variational", "walk-variational");
  }

  @Test
  void givenAndFoundFunctions() throws IOException {
    ConfigurationFile file = ShippedConfigurations.open("fourier").set("quick=true").set("seeds=1");
    Path figures = figures("fourier", file.experiment(), file);
    assertThat(figures.resolve("basis-fourier.png")).isNotEmptyFile();
    assertThat(figures.resolve("reconstructions-fourier.png")).isNotEmptyFile();
  }
}
