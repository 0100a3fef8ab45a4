package dev.bottleneck.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bottleneck.data.DataOptions;
import dev.bottleneck.runtime.Build;
import dev.bottleneck.sweep.definition.ShippedSweeps;
import dev.bottleneck.sweep.definition.SweepDefinition;
import dev.bottleneck.testing.ToyImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a machine gets that has Java alone. */
class WorkerPackageTest {
  @TempDir Path folder;

  @Test
  void holdsTheProgramAndWhatTheSweepNames() throws IOException {
    Path named = Files.writeString(folder.resolve("a file.yaml"), "some: text");
    Path images = Files.writeString(folder.resolve("images.gz"), "bytes");
    Path archive = folder.resolve("worker.zip");
    WorkerPackage.write(
        archive,
        new Luggage("mine/sweep.yaml", Map.of("mine/sweep.yaml", named)),
        Map.of("fashion-mnist", List.of(images)));
    try (ZipFile zip = new ZipFile(archive.toFile())) {
      assertThat(text(zip, "sweep/mine/sweep.yaml")).isEqualTo("some: text");
      assertThat(text(zip, "data/fashion-mnist/images.gz")).isEqualTo("bytes");
      assertThat(text(zip, "bottleneck"))
          .isEqualTo(Files.readString(Build.home().orElseThrow().resolve("bottleneck")));
      assertThat(zip.getEntry("target/classes/dev/bottleneck/cli/Main.class")).isNotNull();
      // Wherever it is unpacked, each library is found.
      List<String> libraries = new ArrayList<>(List.of(text(zip, "target/classpath").split(":")));
      assertThat(libraries)
          .hasSameSizeAs(libraries())
          .allMatch(library -> library.startsWith("@home@/lib/"))
          .allMatch(library -> zip.getEntry(library.substring("@home@/".length())) != null);
    }
  }

  private static String[] libraries() throws IOException {
    return Files.readString(Build.home().orElseThrow().resolve("target/classpath"))
        .strip()
        .split(":");
  }

  private static String text(ZipFile zip, String name) throws IOException {
    return new String(zip.getInputStream(zip.getEntry(name)).readAllBytes());
  }

  /** By relative paths; an absolute one each machine has to see by itself. */
  @Test
  void takesAlongWhatLiesBesideTheUser() throws IOException {
    Path here = Files.createTempDirectory(Path.of("target"), "own");
    try {
      String data = ToyImages.write(here.resolve("toy"), 20, 10);
      assertThat(Path.of(data.substring(data.indexOf(':') + 1))).isRelative();
      SweepDefinition sweep =
          ShippedSweeps.open("sparse-kl", List.of("data=" + data, "inputs=" + ToyImages.PIXELS));
      assertThat(Luggage.of("sparse-kl", sweep).sweep()).isEqualTo("sparse-kl");
      assertThat(Luggage.of("sparse-kl", sweep).files())
          .isNotEmpty()
          .allSatisfy(
              (name, file) -> {
                assertThat(Path.of(name)).startsWith(here).isEqualTo(file);
                assertThat(file).isRegularFile();
              });
      assertThat(Luggage.data(sweep, DataOptions.defaults())).isEmpty();
    } finally {
      SparkDriver.remove(here);
    }
    SweepDefinition elsewhere =
        ShippedSweeps.open("sparse-kl", List.of("data=npy:" + folder.resolve("x.npy")));
    assertThat(Luggage.of("sparse-kl", elsewhere).files()).isEmpty();
  }

  /** What is within the program goes along with it. */
  @Test
  void takesNoDataThatTheProgramHolds() {
    SweepDefinition sweep = ShippedSweeps.open("sparse-kl", List.of("data=mnist"));
    assertThat(Luggage.data(sweep, DataOptions.defaults())).isEmpty();
  }
}
