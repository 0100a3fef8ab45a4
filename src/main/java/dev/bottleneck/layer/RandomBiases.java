package dev.bottleneck.layer;

import dev.bottleneck.runtime.Seeds;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Initial biases {@code [nOut]} drawn at random, for networks whose source draws them: DL4J's
 * layers know a constant alone.
 *
 * <p>{@code b_j ~ U(−bound, bound)}: PyTorch's {@code nn.Linear}, with bound = 1/√fanIn, after
 * LeCun et al., Efficient BackProp (1998); DeepLearnToolbox (R. B. Palm, 2012), which keeps weights
 * and biases in one matrix. {@code b_j ~ N(0, σ²)}: code that makes both by TensorFlow 1's {@code
 * random_normal}.
 *
 * <p>They depend on the seed and the layer's index alone, neither on ND4J's generator nor on the
 * weights, which stay those that DL4J drew from the same seed.
 */
public final class RandomBiases {
  private RandomBiases() {}

  /**
   * Draws the biases of one layer of an initialised network from U(−bound, bound).
   *
   * @param layer its index; it must have a bias
   * @param bound positive
   * @param seed decides, with the index, which
   */
  public static void uniform(MultiLayerNetwork net, int layer, double bound, long seed) {
    Check.positive("bound", bound);
    draw(net, layer, seed, random -> bound * (2 * random.nextDouble() - 1));
  }

  /**
   * Draws the biases of one layer of an initialised network from N(0, σ²).
   *
   * @param layer its index; it must have a bias
   * @param standardDeviation σ, positive
   * @param seed decides, with the index, which
   */
  public static void normal(MultiLayerNetwork net, int layer, double standardDeviation, long seed) {
    Check.positive("standardDeviation", standardDeviation);
    draw(net, layer, seed, random -> standardDeviation * random.nextGaussian());
  }

  private static void draw(
      MultiLayerNetwork net, int layer, long seed, ToDoubleFunction<SplittableRandom> value) {
    INDArray bias = net.getLayer(layer).paramTable().get(DefaultParamInitializer.BIAS_KEY);
    if (bias == null) {
      throw new IllegalArgumentException("layer " + layer + " has no bias");
    }
    // By a name of its own: a corruption counts its steps from the very seed.
    SplittableRandom random =
        new SplittableRandom(Seeds.derive(Seeds.derive(seed, "biases"), layer));
    float[] values = new float[Math.toIntExact(bias.length())];
    for (int j = 0; j < values.length; j++) {
      values[j] = (float) value.applyAsDouble(random);
    }
    bias.assign(Nd4j.createFromArray(values).reshape(bias.shape()).castTo(bias.dataType()));
  }
}
