package dev.bottleneck.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bottleneck.study.yaml.ConfigurationFile;
import dev.bottleneck.study.yaml.ShippedConfigurations;
import dev.bottleneck.testing.ToyImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The {@code main} of every experiment class, as an IDE runs it; toys stand in for images. */
class EveryMainRunsTest {
  @TempDir static Path folder;
  private static String toy;

  @BeforeAll
  static void writeData() throws IOException {
    toy = ToyImages.write(folder.resolve("toy"), 28, 10, 10_200, 100);
  }

  static Stream<Class<?>> experiments() {
    return ShippedConfigurations.all().entrySet().stream()
        .map(entry -> ConfigurationFile.parse(entry.getKey(), entry.getValue()))
        .<Class<?>>map(file -> file.experiment().getClass())
        .distinct();
  }

  /** A main that fails would end the whole test's process. */
  @ParameterizedTest
  @MethodSource("experiments")
  void runsItsOwnConfiguration(Class<?> experiment) throws Exception {
    Path out = folder.resolve(experiment.getSimpleName());
    String[] arguments = {
      "--quick",
      "--seeds",
      "1",
      "--parallel",
      "1",
      "--replace-data",
      "mnist=" + toy,
      "--replace-data",
      "fashion-mnist=" + toy,
      "--out",
      out.toString()
    };
    experiment.getMethod("main", String[].class).invoke(null, (Object) arguments);
    try (Stream<Path> files = Files.walk(out)) {
      assertThat(files.filter(file -> file.endsWith("report.html"))).hasSize(1);
    }
  }
}
