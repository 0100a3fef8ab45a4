package dev.bottleneck.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bottleneck.study.result.StudyResult;
import dev.bottleneck.testing.ToyStudies;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the experiment can be asked beside its shipped setting. */
class DenoisingPretrainingOptionsTest {
  @TempDir private Path folder;

  private StudyResult run(String... assignments) throws IOException {
    var file =
        ToyStudies.on(folder, "denoising-pretraining", 200, 80).set("batchSize=10").set("seeds=1");
    Stream.of(assignments).forEach(file::set);
    return ToyStudies.run(new DenoisingPretrainingExperiment(), file, folder.resolve("out"));
  }

  private static double error(StudyResult result, int arm) {
    return result.values(result.arms().get(arm), "error")[0];
  }

  @Test
  void anyDepthWithALevelForEachLayer() throws IOException {
    StudyResult same = run("hidden=[12, 10, 8]", "corruption=[0.2, 0.2, 0.2]");
    StudyResult one = run("hidden=[12, 10, 8]", "corruption=0.2");
    StudyResult other = run("hidden=[12, 10, 8]", "corruption=[0.2, 0.2, 0.7]");
    assertThat(same.failures()).isEmpty();
    assertThat(same.result(same.arms().get(2), seed(same)).orElseThrow().networks())
        .containsOnlyKeys("model", "autoencoder-1", "autoencoder-2", "autoencoder-3");
    assertThat(parameters(same)).isEqualTo(parameters(one)).isNotEqualTo(parameters(other));
  }

  @Test
  void softmaxWithCrossEntropy() throws IOException {
    StudyResult result = run("hidden=[12]", "classifierLoss=cross-entropy", "fineTuningEpochs=20");
    assertThat(result.failures()).isEmpty();
    assertThat(error(result, 0)).isLessThan(0.3);
  }

  /** Labels that nothing foretells: what is learned of them after a while does not hold. */
  @Test
  void fineTuningEndsWhereTheValidationLossNoLongerFalls() throws IOException {
    Random random = new Random(1);
    StringBuilder table = new StringBuilder("a,b,c,class\n");
    for (int row = 0; row < 200; row++) {
      table.append(
          String.format(
              Locale.ROOT,
              "%.3f,%.3f,%.3f,%d%n",
              random.nextDouble(),
              random.nextDouble(),
              random.nextDouble(),
              random.nextInt(4)));
    }
    Path file = folder.resolve("noise.csv");
    Files.writeString(file, table.toString().replace("\r", ""));
    StudyResult result =
        run(
            "data='csv:" + file + "'",
            "inputs=3",
            "classes=4",
            "hidden=[12]",
            "fineTuningEpochs=300",
            "validation=random:50:1",
            "patience=2",
            "keep=best",
            "fineTuningLearningRate=4");
    assertThat(result.failures()).isEmpty();
    result
        .arms()
        .forEach(arm -> assertThat(result.values(arm, "bestEpoch")[0]).isBetween(1.0, 299.0));
  }

  private static long seed(StudyResult result) {
    return result.seeds(result.arms().get(0)).get(0);
  }

  private static float[] parameters(StudyResult result) {
    return result
        .result(result.arms().get(2), seed(result))
        .orElseThrow()
        .networks()
        .get("model")
        .params()
        .toFloatVector();
  }
}
