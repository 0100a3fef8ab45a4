package dev.bottleneck.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bottleneck.study.result.Arm;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FewLabelsExperimentTest {
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
