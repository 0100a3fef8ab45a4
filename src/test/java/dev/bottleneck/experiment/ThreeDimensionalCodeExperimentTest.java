package dev.bottleneck.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bottleneck.experiment.ThreeDimensionalCodeExperiment.Hyperparameters;
import dev.bottleneck.study.result.Arm;
import dev.bottleneck.testing.Networks;
import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

class ThreeDimensionalCodeExperimentTest {
  private static MultiLayerNetwork network() {
    Hyperparameters h = new Hyperparameters(20, List.of(8, 6, 5), 3, 64, 10, 0.005);
    ThreeDimensionalCodeExperiment experiment = new ThreeDimensionalCodeExperiment();
    return experiment
        .initialized(experiment.definition(h, new Arm("code", "code"), 1), 1)
        .asLayers();
  }

  /** tanh on both sides of it, but none on the code itself, which may be of any size. */
  @Test
  void theCodeIsLinear() {
    MultiLayerNetwork net = network();
    net.getParam("3_b").assign(2);
    List<INDArray> a = net.feedForward(Networks.uniform(DataType.FLOAT, 1, 4, 20), false);
    for (int layer : new int[] {0, 1, 2, 3, 4, 5, 6}) {
      INDArray z = a.get(layer).mmul(net.getParam(layer + "_W"));
      z.addiRowVector(net.getParam(layer + "_b"));
      INDArray expected = layer == 3 ? z : Transforms.tanh(z);
      assertThat(a.get(layer + 1).distance2(expected)).as("layer %d", layer).isLessThan(1e-5);
    }
    assertThat(a.get(4).maxNumber().doubleValue()).isGreaterThan(1);
  }

  @Test
  void theDecoderMirrorsTheEncoder() {
    MultiLayerNetwork net = network();
    long[] sizes = {20, 8, 6, 5, 3, 5, 6, 8, 20};
    for (int layer = 0; layer < 8; layer++) {
      assertThat(net.getParam(layer + "_W").shape())
          .containsExactly(sizes[layer], sizes[layer + 1]);
    }
  }
}
