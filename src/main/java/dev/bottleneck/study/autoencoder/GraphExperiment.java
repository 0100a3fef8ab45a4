package dev.bottleneck.study.autoencoder;

import dev.bottleneck.study.result.Arm;
import dev.bottleneck.training.NetworkDefinition;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;

/** An autoencoder that is a graph: DL4J's {@code ComputationGraph}, of one input. */
public abstract class GraphExperiment<H extends Record & AutoencoderHyperparameters>
    extends ReconstructionExperiment<H> {
  /** The network of one arm, in DL4J's builder language; its first output is the reconstruction. */
  public abstract ComputationGraphConfiguration graph(H hyperparameters, Arm arm, long seed);

  @Override
  public final NetworkDefinition definition(H hyperparameters, Arm arm, long seed) {
    return NetworkDefinition.of(graph(hyperparameters, arm, seed));
  }
}
