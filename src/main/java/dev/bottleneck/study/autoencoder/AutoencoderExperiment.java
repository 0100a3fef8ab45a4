package dev.bottleneck.study.autoencoder;

import dev.bottleneck.study.result.Arm;
import dev.bottleneck.training.Network;
import dev.bottleneck.training.NetworkDefinition;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;

/** An autoencoder whose layers stand in a row: DL4J's {@code MultiLayerNetwork}. */
public abstract class AutoencoderExperiment<H extends Record & AutoencoderHyperparameters>
    extends ReconstructionExperiment<H> {
  /** The network of one arm, in DL4J's builder language. */
  public abstract MultiLayerConfiguration network(H hyperparameters, Arm arm, long seed);

  /** The index of the layer whose output is the code. */
  public abstract int codeLayer(H hyperparameters);

  @Override
  public final NetworkDefinition definition(H hyperparameters, Arm arm, long seed) {
    return NetworkDefinition.of(network(hyperparameters, arm, seed));
  }

  @Override
  public final String code(H hyperparameters) {
    return Network.layer(codeLayer(hyperparameters));
  }
}
