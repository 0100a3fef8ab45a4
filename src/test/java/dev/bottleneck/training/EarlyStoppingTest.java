package dev.bottleneck.training;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EarlyStoppingTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // patience | losses, one an epoch | epochs heard | epoch of the lowest
        "1 | 5 4 3 2 1     | 5 | 5",
        "1 | 5 4 4 3       | 3 | 2",
        "2 | 5 4 4 3 9 9 1 | 6 | 4",
        "2 | 5 6 7 1       | 3 | 1",
        "3 | 5 6 7 1 2 3 4 | 7 | 4",
        "3 | 5 6 7 1 2     | 5 | 4",
        "0 | 5 6 7 8 9     | 5 | 1",
        "1 | -1 -2 -2      | 3 | 2",
      })
  void endsAfterSoManyEpochsWithoutALowerLoss(int patience, String losses, int heard, int best) {
    EarlyStopping stopping = new EarlyStopping(patience);
    int epochs = 0;
    for (String loss : losses.split(" ")) {
      if (stopping.ends()) {
        break;
      }
      stopping.isLowest(Double.parseDouble(loss));
      epochs++;
    }
    assertThat(epochs).isEqualTo(heard);
    assertThat(stopping.bestEpoch()).isEqualTo(best);
  }
}
