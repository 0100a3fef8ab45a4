package dev.bottleneck.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bottleneck.runtime.Seeds;
import dev.bottleneck.study.yaml.ShippedConfigurations;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Intervals over seeds suppose that seeds are independent: those of a run are neighbours. */
class NeighbouringSeedsTest {
  private static final int SEEDS = 40;

  /** The correlation of each pair, in units of its standard deviation without any. */
  private static double[] correlations(float[][] rows) {
    int length = rows[0].length;
    double variance = 0;
    for (float[] row : rows) {
      for (float value : row) {
        variance += (double) value * value / length / rows.length;
      }
    }
    double square = variance;
    return IntStream.range(0, rows.length)
        .boxed()
        .flatMap(
            i ->
                IntStream.range(0, i)
                    .mapToObj(
                        j ->
                            IntStream.range(0, length)
                                    .mapToDouble(k -> (double) rows[i][k] * rows[j][k])
                                    .sum()
                                / square
                                / Math.sqrt(length)))
        .mapToDouble(Double::doubleValue)
        .toArray();
  }

  @Test
  void initialParametersAreNotCorrelated() {
    var experiment = new DenoisingPretrainingExperiment();
    var h = ShippedConfigurations.open("denoising-pretraining").read(experiment).hyperparameters();
    float[][] parameters =
        IntStream.range(0, SEEDS)
            .mapToObj(
                i ->
                    DenoisingPretrainingNetworks.initialized(
                            DenoisingPretrainingNetworks.classifier(
                                h, Seeds.derive(570_221_001L + i, "weights")),
                            h)
                        .getLayer(0)
                        .params()
                        .toFloatVector())
            .toArray(float[][]::new);
    double[] c = correlations(parameters);
    assertThat(c).hasSize(780);
    double square = IntStream.range(0, c.length).mapToDouble(i -> c[i] * c[i] / c.length).sum();
    // A mean of 780 squares of standard normal values, with four of its standard deviations.
    assertThat(square).isBetween(0.8, 1.2);
    assertThat(Arrays.stream(c).map(Math::abs).max().orElseThrow()).isLessThan(5);
  }
}
