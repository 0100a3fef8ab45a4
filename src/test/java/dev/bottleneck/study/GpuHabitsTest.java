package dev.bottleneck.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.bottleneck.Asked;
import dev.bottleneck.device.DeviceHabits;
import dev.bottleneck.device.Devices;
import dev.bottleneck.device.GpuMonitor;
import dev.bottleneck.device.Hardware;
import dev.bottleneck.study.experiment.Experiment;
import dev.bottleneck.study.result.CurvePoint;
import dev.bottleneck.study.result.StudyResult;
import dev.bottleneck.study.yaml.ConfigurationFile;
import dev.bottleneck.study.yaml.ShippedConfigurations;
import dev.bottleneck.testing.ToyImages;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole studies by the habits of a GPU, on whatever computes here. */
class GpuHabitsTest {
  private static final DeviceHabits GPU = DeviceHabits.gpu(() -> 1L << 30);

  @TempDir Path folder;

  private ConfigurationFile configuration(String name) throws IOException {
    String data = ToyImages.write(folder.resolve("toy"), 123, 40);
    ConfigurationFile file =
        ShippedConfigurations.open(name)
            .set("data='" + data + "'")
            .set("validation=last:20")
            .set("engine=dl4j")
            .set("seeds=1")
            .set("batchSize=10");
    return file;
  }

  private StudyResult run(
      String root, ConfigurationFile file, DeviceHabits habits, Optional<GpuMonitor.Reading> gpus) {
    return run(file.experiment(), root, file, habits, gpus);
  }

  private <H extends Record> StudyResult run(
      Experiment<H> experiment,
      String root,
      ConfigurationFile file,
      DeviceHabits habits,
      Optional<GpuMonitor.Reading> gpus) {
    RunOptions options = Asked.run("--out", folder.resolve(root).toString());
    return new Study<>(
            experiment,
            file.read(experiment),
            options,
            new Hardware(Devices.present(), habits, gpus))
        .run(new PrintWriter(new StringWriter()));
  }

  private float[][] parameters(String root) throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve(root))) {
      return files
          .filter(file -> file.toString().endsWith(".zip"))
          .sorted()
          .map(GpuHabitsTest::parameters)
          .toArray(float[][]::new);
    }
  }

  private static float[] parameters(Path model) {
    try {
      return MultiLayerNetwork.load(model.toFile(), false).params().toFloatVector();
    } catch (IOException e) {
      throw new AssertionError(model.toString(), e);
    }
  }

  private static List<CurvePoint> curve(StudyResult result, String metric) {
    return result.jobs().get(0).curve().stream().filter(p -> p.metric().equals(metric)).toList();
  }

  private void trainsTheSameNetworks(ConfigurationFile file) throws IOException {
    StudyResult plain = run("plain", file, DeviceHabits.processor(), Optional.empty());
    StudyResult gpu = run("gpu", file, GPU, Optional.empty());
    assertThat(parameters("gpu")).isNotEmpty().isDeepEqualTo(parameters("plain"));
    Map<String, Double> measures = plain.jobs().get(0).result().orElseThrow().measures();
    gpu.jobs()
        .get(0)
        .result()
        .orElseThrow()
        .measures()
        .forEach(
            (name, value) ->
                // Their losses are of single precision, whose rounding is relative.
                assertThat(value)
                    .as(name)
                    .isCloseTo(measures.get(name), within(1e-6 * Math.max(1, Math.abs(value)))));
    List<CurvePoint> training = curve(gpu, CurvePoint.TRAINING_LOSS);
    assertThat(training).extracting(CurvePoint::epoch).allMatch(epoch -> epoch == Math.rint(epoch));
    assertThat(training).hasSizeLessThan(curve(plain, CurvePoint.TRAINING_LOSS).size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"sparse-kl", "contractive", "denoising-dropout"})
  void trainTheSameAutoencoders(String name) throws IOException {
    ConfigurationFile file = configuration(name).set("inputs=64").set("epochs=2");
    if (name.equals("denoising-dropout")) {
      file.set("hidden=12").set("code=3");
    }
    trainsTheSameNetworks(file);
  }

  /** Greedily pretrained, and with targets that are not the features. */
  @Test
  void trainTheSameClassifiers() throws IOException {
    trainsTheSameNetworks(
        configuration("denoising-pretraining")
            .set("inputs=64")
            .set("classes=4")
            .set("hidden=[12, 8]"));
  }

  @Test
  void theUtilisationIsSampledWhileTheyTrain() throws IOException {
    CountDownLatch sampled = new CountDownLatch(1);
    GpuMonitor.Reading reading =
        () -> {
          sampled.countDown();
          return List.of(60.0, 20.0);
        };
    StudyResult result =
        run("run", configuration("sparse-kl").set("inputs=64"), GPU, Optional.of(reading));
    assertThat(sampled.getCount()).isZero();
    assertThat(result.failures()).isEmpty();
    try (Stream<Path> files = Files.walk(folder.resolve("run"))) {
      Path timings = files.filter(f -> f.endsWith("timings.csv")).findFirst().orElseThrow();
      assertThat(timings)
          .content()
          .contains(",,run,utilisationOfGpu0,60.0", ",,run,utilisationOfGpu1,20.0");
    }
  }
}
