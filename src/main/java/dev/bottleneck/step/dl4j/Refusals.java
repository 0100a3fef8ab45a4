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
    checkType(definition);
    checkTraining(definition);
    for (NetworkNode node : definition.nodes()) {
      checkKnown(node);
      for (Layer layer : layersOf(node)) {
        checkTrained(layer, node.title() + ": ");
        checkWeightNoise(layer, node.title() + ": ");
      }
    }
  }

  /** The same as far as it matters to what a network computes at test time. */
  static void checkForward(Definition definition) throws NotCompilable {
    checkType(definition);
    for (NetworkNode node : definition.nodes()) {
      checkKnown(node);
      for (Layer layer : layersOf(node)) {
        checkWeightNoise(layer, node.title() + ": ");
      }
    }
  }

  /** A node's layer, and what that wraps; none of a vertex. */
  private static List<Layer> layersOf(NetworkNode node) {
    if (node.layer() == null) {
      return List.of();
    }
    return node.layer() instanceof BaseWrapperLayer wrapper
        ? List.of(wrapper, wrapper.getUnderlying())
        : List.of(node.layer());
  }

  private static void checkType(Definition definition) throws NotCompilable {
    refuseIf(
        definition.network().dataType() != DataType.FLOAT,
        "the network's data type is " + definition.network().dataType() + ", not FLOAT");
  }

  private static void checkKnown(NetworkNode node) throws NotCompilable {
    Layer layer = node.layer();
    refuseIf(
        layer == null && !Vertices.isKnown(node.vertex()),
        node.title() + ": this vertex is not known to the compiled step");
    refuseIf(
        layer != null && LayerReaders.of(layer).isEmpty(),
        node.title() + ": this layer is not known to the compiled step");
  }

  /** Some of DL4J's is there at test time as well. */
  private static void checkWeightNoise(Layer layer, String where) throws NotCompilable {
    refuseIf(
        layer instanceof BaseLayer weighted && weighted.getWeightNoise() != null,
        where + "weight noise is not known to the compiled step");
  }

  private static void checkTraining(Definition definition) throws NotCompilable {
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
  }

  private static void checkTrained(Layer layer, String where) throws NotCompilable {
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
