package dev.bottleneck.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.bottleneck.runtime.UserError;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SinesTest {
  private static final DataOptions OPTIONS = DataOptions.of(Map.of(), Path.of("/no/such/home"));

  /** The hashes are those of an independent program that follows the Javadoc of {@link Sines}. */
  @Test
  void areTheSameOnEveryMachine() {
    Splits splits = Datasets.open("sines", OPTIONS).split("none");
    assertThat(splits.train().contentHash())
        .isEqualTo("fc31848ff26f839cc2b25e2f39cfe46ba41fda5e7f297a3d4ee0f8baa440bec6");
    assertThat(splits.test().orElseThrow().contentHash())
        .isEqualTo("108cab5d94a158fc0107ab10d41a7e18ec3cbe8a4fce3e2d17b6f67b1157f66b");
    assertThat(splits.train().features().getFloat(0, 1)).isEqualTo(0.16717708f);
  }

  @Test
  void areUnlabeledVectorsInTwoPartsOfAsMany() {
    Splits splits = Datasets.open("sines", OPTIONS).split("last:100");
    assertThat(splits.train().size()).isEqualTo(200);
    assertThat(splits.validation().orElseThrow().size()).isEqualTo(100);
    assertThat(splits.test().orElseThrow().size()).isEqualTo(300);
    assertThat(splits.train().shape()).isEqualTo(SampleShape.vector(30));
    assertThat(splits.train().shape().isVector()).isTrue();
    assertThat(splits.train().labels()).isEmpty();
    assertThat(splits.train().sources()).isEmpty();
    assertThatThrownBy(() -> Datasets.open("sines", OPTIONS.withTest("first:10")))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("sines has its own test part");
  }

  /** On even steps over [0, π] the two functions are orthogonal: ⟨y, sin x⟩ gives back a. */
  @Test
  void areSumsOfTheTwoFunctionsWithWeightsFromNoughtToOne() {
    Dataset signals = Datasets.open("sines", OPTIONS).pool();
    double[][] basis = Sines.basis(30);
    for (int row = 0; row < signals.size(); row++) {
      double[] y = signals.features().getRow(row).toDoubleVector();
      double a = dot(y, basis[0]) / dot(basis[0], basis[0]);
      double b = dot(y, basis[1]) / dot(basis[1], basis[1]);
      assertThat(a).isBetween(0.0, 1.0);
      assertThat(b).isBetween(0.0, 1.0);
      for (int i = 0; i < y.length; i++) {
        assertThat(y[i]).isCloseTo(a * basis[0][i] + b * basis[1][i], within(1e-6));
      }
    }
  }

  @Test
  void positionsRunFromNoughtToPiInEvenSteps() {
    assertThat(Sines.positions(3)).containsExactly(0, Math.PI / 2, Math.PI);
    assertThat(Sines.positions(30)).hasSize(30).endsWith(Math.PI);
    assertThatThrownBy(() -> Sines.positions(1)).hasMessageContaining("at least 2");
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
