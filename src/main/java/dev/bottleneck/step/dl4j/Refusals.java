package dev.bottleneck.step.dl4j;

import dev.bottleneck.step.graph.NotCompilable;
import dev.bottleneck.training.NetworkNode;
import java.util.List;
import org.deeplearning4j.nn.api.OptimizationAlgorithm;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.wrapper.BaseWrapperLayer;
import org.nd4j.linalg.api.buffer.DataType;

/** The settings of DL4J that hold for any layer, and that the compiled step does not have. */
final class Refusals {
  private Refusals() {}

  /** Looks at the network as a whole, and at each of its layers. */
  static void check(Definition definition) throws NotCompilable {
    refuseIf(
        definition.network().dataType() != DataType.FLOAT,
        "the network's data type is " + definition.network().dataType() + ", not FLOAT");
    refuseIf(
        definition.network().backpropType() != BackpropType.Standard,
        "truncated backpropagation through time is not known to the compiled step");
    for (NetworkNode node : definition.nodes()) {
      NeuralNetConfiguration layer = node.settings();
      if (layer == null) {
        continue;
      }
      refuseIf(
          layer.getOptimizationAlgo() != OptimizationAlgorithm.STOCHASTIC_GRADIENT_DESCENT,
          "the optimization algorithm is " + layer.getOptimizationAlgo());
      refuseIf(layer.getStepFunction() != null, "the network has a step function of its own");
      refuseIf(!layer.isMiniBatch(), "the network does not average over the batch (miniBatch)");
    }
    for (NetworkNode node : definition.nodes()) {
      Layer layer = node.layer();
      String where = node.title() + ": ";
      if (layer == null) {
        refuseIf(
            !Vertices.isKnown(node.vertex()),
            where + "this vertex is not known to the compiled step");
        continue;
      }
      refuseIf(
          LayerReaders.of(layer).isEmpty(), where + "this layer is not known to the compiled step");
      check(layer, where);
      if (layer instanceof BaseWrapperLayer wrapper) {
        check(wrapper.getUnderlying(), where);
      }
    }
  }

  private static void check(Layer layer, String where) throws NotCompilable {
    refuseIf(
        isGiven(layer.getConstraints()), where + "constraints are not known to the compiled step");
    if (layer instanceof BaseLayer weighted) {
      refuseIf(
          isGiven(weighted.getRegularization()) || isGiven(weighted.getRegularizationBias()),
          where + "l1, l2 and weight decay are not known to the compiled step");
      refuseIf(
          weighted.getGradientNormalization() != null
              && weighted.getGradientNormalization() != GradientNormalization.None,
          where + "gradient normalization is not known to the compiled step");
      refuseIf(
          weighted.getWeightNoise() != null,
          where + "weight noise is not known to the compiled step");
    }
  }

  private static boolean isGiven(List<?> settings) {
    return settings != null && !settings.isEmpty();
  }

  private static void refuseIf(boolean refused, String reason) throws NotCompilable {
    if (refused) {
      throw new NotCompilable(reason);
    }
  }
}
