package dev.bottleneck.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bottleneck.study.result.Arm;
import dev.bottleneck.study.result.StudyResult;
import dev.bottleneck.study.yaml.ConfigurationFile;
import dev.bottleneck.testing.ToyStudies;
import dev.bottleneck.training.Network;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FewLabelsExperimentTest {
  @TempDir Path folder;

  private Network pretrained(int frozenEpochs, String out) throws IOException {
    ConfigurationFile file =
        ToyStudies.on(folder, "few-labels-frozen", 120, 40)
            .set("labelCounts=[40]")
            .set("hidden=7")
            .set("code=5")
            .set("pretrainingEpochs=1")
            .set("frozenEpochs=" + frozenEpochs)
            .set("epochs=0")
            .set("validation=none")
            .set("seeds=1");
    StudyResult result = ToyStudies.run(new FewLabelsExperiment(), file, folder.resolve(out));
    Arm arm = result.arms().get(1);
    assertThat(arm.key()).isEqualTo("pretrained-40");
    return result.result(arm, 1).orElseThrow().networks().get("model");
  }

  /** An encoder that is held fast stays to the bit; the head learns, and goes on learning. */
  @Test
  void aFrozenEncoderStaysAndTheHeadLearns() throws IOException {
    Network twice = pretrained(2, "twice");
    Network thrice = pretrained(3, "thrice");
    for (String layer : List.of("layer 0", "layer 1")) {
      assertThat(parameters(thrice, layer)).isEqualTo(parameters(twice, layer));
    }
    assertThat(parameters(thrice, "layer 2")).isNotEqualTo(parameters(twice, "layer 2"));
  }

  private static float[] parameters(Network net, String layer) {
    return net.layerOf(layer).orElseThrow().params().toFloatVector();
  }

  /** An arm's title goes into tables and files, where it must be the same on every machine. */
  @ParameterizedTest
  @ValueSource(strings = {"de", "fr", "ar-EG-u-nu-arab"})
  void armsAreNamedAlikeInEveryLanguage(String language) {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag(language));
    try {
      var h =
          new FewLabelsExperiment.Hyperparameters(
              784, 64, 16, 10, List.of(1_000), 100, 1, 0, 1, 0.001);
      assertThat(new FewLabelsExperiment().arms(h))
          .extracting(Arm::title)
          .containsExactly("from scratch, 1,000 labels", "pretrained, 1,000 labels");
    } finally {
      Locale.setDefault(before);
    }
  }
}
