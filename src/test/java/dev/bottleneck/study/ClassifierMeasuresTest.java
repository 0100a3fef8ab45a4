package dev.bottleneck.study;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bottleneck.experiment.DenoisingPretrainingExperiment;
import dev.bottleneck.testing.ToyImages;
import dev.bottleneck.testing.ToyStudies;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassifierMeasuresTest {
  @TempDir Path folder;

  private StudyResult run(String rate) throws IOException {
    var file =
        ToyStudies.on(folder, "denoising-pretraining", 200, 80)
            .set("hidden=[12, 8]")
            .set("batchSize=10")
            .set("fineTuningEpochs=20")
            .set("fineTuningLearningRate=" + rate)
            .set("seeds=1");
    return ToyStudies.run(new DenoisingPretrainingExperiment(), file, folder.resolve("out"));
  }

  private static double of(StudyResult result, String measure) {
    return result.values(result.arms().get(0), measure)[0];
  }

  @Test
  void aNetworkThatLearnedUsesItsUnitsAndNamesEveryClass() throws IOException {
    StudyResult result = run("1");
    assertThat(of(result, "neverPredicted")).isZero();
    assertThat(of(result, "constantUnits1")).isLessThan(0.3);
    double classes = 0;
    for (int label = 0; label < ToyImages.CLASSES; label++) {
      classes += of(result, "errorOfClass" + label) / ToyImages.CLASSES;
    }
    // Classes are of equal size there.
    assertThat(classes)
        .isCloseTo(of(result, "error"), org.assertj.core.api.Assertions.within(1e-9));
  }

  @Test
  void aNetworkWhoseUnitsAreDrivenToTheirEndsSaysSo() throws IOException {
    StudyResult result = run("1000");
    assertThat(of(result, "neverPredicted")).isGreaterThanOrEqualTo(2);
    assertThat(of(result, "constantUnits2")).isGreaterThan(0.9);
  }
}
