package dev.bottleneck.experiment;

import dev.bottleneck.layer.RandomBiases;
import java.util.Locale;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/** What the biases of a sigmoid network begin with. */
public enum InitialBiases {
  /**
   * Drawn from the same range as the layer's weights, ±4 √(6 / (fanIn + fanOut)): DeepLearnToolbox
   * keeps both in one matrix.
   */
  UNIFORM,
  /** Zero. */
  ZERO;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Sets the biases of every layer of an initialised dense network; {@code seed} decides which. */
  void drawFor(MultiLayerNetwork net, long seed) {
    if (this == ZERO) {
      return; // as DL4J makes them
    }
    for (int layer = 0; layer < net.getnLayers(); layer++) {
      long fans = net.layerInputSize(layer) + (long) net.layerSize(layer);
      RandomBiases.uniform(net, layer, 4 * Math.sqrt(6.0 / fans), seed);
    }
  }
}
