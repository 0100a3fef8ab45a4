package dev.bottleneck.study.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bottleneck.study.configuration.Configuration;
import dev.bottleneck.study.yaml.ShippedConfigurations;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StudyNotesTest {
  private static Optional<String> note(int examples, String... assignments) {
    var file = ShippedConfigurations.open("undercomplete");
    for (String assignment : assignments) {
      file = file.set(assignment);
    }
    Configuration<?> configuration = file.read(file.experiment());
    return StudyNotes.fewSteps(configuration, examples);
  }

  @ParameterizedTest
  @CsvSource({
    "640, 5000, 2, 'but 2 steps, 1 an epoch (batchSize is 5000, of 640 training examples)'",
    "512, 256, 30, 'but 60 steps, 2 an epoch'",
    "513, 256, 30, 'but 90 steps, 3 an epoch'",
    "1990, 10, 1, 'but 199 steps, 199 an epoch'"
  })
  void networksThatAreHardlyTrainedAreToldOf(int examples, int batch, int epochs, String told) {
    assertThat(note(examples, "batchSize=" + batch, "epochs=" + epochs).orElseThrow())
        .contains(told);
  }

  @Test
  void othersAreNot() {
    assertThat(note(2000, "batchSize=10", "epochs=1")).isEmpty();
    assertThat(note(60_000)).isEmpty();
    assertThat(note(10, "quick=true")).as("nothing of it means anything").isEmpty();
  }
}
