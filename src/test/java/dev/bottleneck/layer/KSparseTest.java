package dev.bottleneck.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bottleneck.testing.Contract;
import dev.bottleneck.testing.Networks;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Sgd;

class KSparseTest {
  private static final INDArray X = Networks.uniform(DataType.DOUBLE, 1, 5, 4);

  @Test
  void keepsTheLargestOfEachExample() {
    double[] two = {3, -1, 2, 0, -5, -4, -3, -2};
    assertThat(KSparseLayer.select(two, 4, 2)).containsExactly(1, 0, 1, 0, 0, 0, 1, 1);
    assertThat(KSparseLayer.select(two, 4, 4)).containsOnly(1);
    assertThat(KSparseLayer.select(new double[] {1, 1, 1, 0}, 4, 2)).containsExactly(1, 1, 0, 0);
    assertThat(KSparseLayer.select(new double[] {0, 0, 5, 0}, 4, 2)).containsExactly(1, 0, 1, 0);
  }

  @Test
  void agreesWithSorting() {
    SplittableRandom random = new SplittableRandom(3);
    for (int trial = 0; trial < 200; trial++) {
      int n = random.nextInt(2, 60);
      int k = random.nextInt(1, n);
      double[] values = random.doubles(n, -1, 1).map(v -> Math.round(v * 20) / 20.0).toArray();
      float[] kept = KSparseLayer.select(values, n, k);
      double[] sorted = values.clone();
      Arrays.sort(sorted);
      double keptSum = 0;
      int count = 0;
      for (int i = 0; i < n; i++) {
        keptSum += kept[i] * values[i];
        count += (int) kept[i];
      }
      assertThat(count).isEqualTo(k);
      double largest = Arrays.stream(sorted, n - k, n).sum();
      assertThat(Math.abs(keptSum - largest)).isLessThan(1e-12);
    }
  }

  @Test
  void keepsMoreAtInference() {
    var network = Networks.layers(DataType.DOUBLE, new Sgd(0.1), chain());
    INDArray training = network.feedForwardToLayer(1, X, true).get(2);
    INDArray inference = network.feedForwardToLayer(1, X, false).get(2);
    assertThat(training.neq(0).castTo(DataType.INT32).sumNumber().intValue()).isEqualTo(5 * 2);
    assertThat(inference.neq(0).castTo(DataType.INT32).sumNumber().intValue()).isEqualTo(5 * 3);
  }

  @Test
  void networksFollowItsGradient() {
    Contract.followsItsGradient(X, X, chain());
  }

  @Test
  void isSavedWithTheNetwork() {
    Contract.resumesToTheBit(X, X, chain());
  }

  @Test
  void wrongArgumentsAreNamed() {
    assertThatThrownBy(() -> new KSparse(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("k must be at least 1, not 0");
    assertThatThrownBy(() -> new KSparse(3, 0.5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("alpha must be a number of at least 1, not 0.5");
  }

  private static Layer[] chain() {
    return new Layer[] {
      new DenseLayer.Builder().nIn(4).nOut(6).activation(Activation.IDENTITY).build(),
      new KSparse(2, 1.5),
      new OutputLayer.Builder(new HalfSquaredError())
          .nIn(6)
          .nOut(4)
          .activation(Activation.SIGMOID)
          .build()
    };
  }
}
