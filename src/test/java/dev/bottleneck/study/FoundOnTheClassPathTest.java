package dev.bottleneck.study;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bottleneck.Asked;
import dev.bottleneck.autoencoder.TrainedAutoencoder;
import dev.bottleneck.study.experiment.Experiment;
import dev.bottleneck.study.result.Arm;
import dev.bottleneck.study.result.StudyResult;
import dev.bottleneck.study.yaml.ConfigurationFile;
import dev.bottleneck.study.yaml.ShippedConfigurations;
import dev.bottleneck.testing.Examples;
import dev.bottleneck.testing.Networks;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A further variant is one class and one YAML on the class path; no list names it. The variant is
 * CONTRIBUTING.md's worked example, which therefore compiles and runs.
 */
class FoundOnTheClassPathTest {
  @TempDir Path folder;

  private static String example(String language, String words) throws IOException {
    return Examples.of("CONTRIBUTING.md", language, words);
  }

  private <H extends Record> StudyResult quickRun(
      Experiment<H> experiment, ConfigurationFile file) {
    RunOptions options = Asked.run("--out", folder.resolve("runs").toString());
    return new Study<>(experiment, file.read(experiment), options)
        .run(new PrintWriter(new StringWriter()));
  }

  /** What a run with the example's class and YAML gives. */
  private StudyResult run(String className, String name, String title) throws IOException {
    Examples.compile(className, example("java", "class " + className), folder);
    Files.createDirectories(folder.resolve("experiments"));
    Files.writeString(
        folder.resolve("experiments/" + name + ".yaml"), example("yaml", "name: " + name));
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()}, before)) {
      Thread.currentThread().setContextClassLoader(loader);
      assertThat(ShippedConfigurations.all()).containsKeys(name, "stacked");
      ConfigurationFile file =
          ShippedConfigurations.open(name).set("quick=true").set("seeds=1").set("engine=compiled");
      Experiment<?> experiment = file.experiment();
      assertThat(experiment.title()).isEqualTo(title);
      StudyResult result = quickRun(experiment, file);
      assertThat(result.failures()).isEmpty();
      assertThat(result.arms()).extracting(Arm::key).containsExactly(name);
      return result;
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
  }

  private Path model() throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("runs"))) {
      return files.filter(f -> f.endsWith(TrainedAutoencoder.FILE)).findFirst().orElseThrow();
    }
  }

  @Test
  void aClassAndAYamlAreEnough() throws IOException {
    run("LinearExperiment", "linear", "Linear autoencoder");
  }

  /** Trained by the compiled step, saved, and encoded with as any other. */
  @Test
  void aGraphIsNoDifferent() throws IOException {
    run("ShortcutExperiment", "shortcut", "Autoencoder with a shortcut");
    TrainedAutoencoder autoencoder = TrainedAutoencoder.load(model()).autoencoder();
    INDArray x = Networks.uniform(DataType.FLOAT, 1, 3, 784);
    INDArray codes = autoencoder.encode(x);
    assertThat(codes.shape()).containsExactly(3, 30);
    INDArray output = ((ComputationGraph) autoencoder.network().model()).output(false, x)[0];
    assertThat(autoencoder.reconstruct(x).distance2(output)).isLessThan(1e-4);
    assertThat(autoencoder.decode(codes).distance2(output)).isLessThan(1e-4);
  }
}
