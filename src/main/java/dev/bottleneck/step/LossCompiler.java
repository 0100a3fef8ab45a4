package dev.bottleneck.step;

import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.lossfunctions.ILossFunction;

/** Turns one kind of loss, with the activation before it, into stages. */
@FunctionalInterface
interface LossCompiler<L extends ILossFunction> {
  /**
   * @param logits what goes into the activation
   * @throws NotCompilable if a setting of the loss, or the activation, is not known
   */
  void compile(L loss, IActivation activation, LayerPlan plan, Signal logits) throws NotCompilable;
}
