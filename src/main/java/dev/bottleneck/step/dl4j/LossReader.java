package dev.bottleneck.step.dl4j;

import dev.bottleneck.step.graph.NotCompilable;
import dev.bottleneck.step.graph.Value;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.lossfunctions.ILossFunction;

/** Turns one kind of loss, with the activation before it, into operations. */
@FunctionalInterface
interface LossReader<L extends ILossFunction> {
  /**
   * @param logits what goes into the activation
   * @throws NotCompilable if a setting of the loss, or the activation, is not known
   */
  void read(L loss, IActivation activation, LayerReading reading, Value logits)
      throws NotCompilable;
}
