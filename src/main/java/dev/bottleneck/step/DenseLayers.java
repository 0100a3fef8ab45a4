package dev.bottleneck.step;

import dev.bottleneck.layer.ContractiveDense;
import dev.bottleneck.layer.TiedDecoder;
import dev.bottleneck.layer.TiedEncoder;
import java.util.Arrays;
import java.util.Optional;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.params.DefaultParamInitializer;

/** Compiles the layers that are a {@link Linear} product, an activation, a loss, or several. */
final class DenseLayers {
  private static final String WEIGHTS = DefaultParamInitializer.WEIGHT_KEY;
  private static final String BIAS = DefaultParamInitializer.BIAS_KEY;

  private DenseLayers() {}

  static Signal dense(DenseLayer layer, LayerPlan plan, Signal input) throws NotCompilable {
    if (!layer.hasBias() || layer.hasLayerNorm()) {
      throw plan.refuse("without bias or with layer normalisation it is not known");
    }
    return linear(layer, plan, input, Nonlinearity.of(layer.getActivationFn(), plan));
  }

  static Signal tiedEncoder(TiedEncoder layer, LayerPlan plan, Signal input) throws NotCompilable {
    return linear(layer, plan, input, Nonlinearity.of(layer.getActivationFn(), plan));
  }

  static Signal contractive(ContractiveDense layer, LayerPlan plan, Signal input)
      throws NotCompilable {
    Signal code = linear(layer, plan, input, Nonlinearity.of(layer.getActivationFn(), plan));
    plan.builder().add(new ContractivePenalty(layer, plan, code));
    return code;
  }

  static Signal tiedDecoder(TiedDecoder layer, LayerPlan plan, Signal input) throws NotCompilable {
    requireMatrix(layer.getNIn(), plan, input);
    return Linear.append(
        plan.builder(),
        input,
        Math.toIntExact(layer.getNOut()),
        plan.parameterOf(layer.getEncoder(), WEIGHTS),
        true,
        plan.parameter(BIAS),
        Nonlinearity.of(layer.getActivationFn(), plan));
  }

  static Signal output(OutputLayer layer, LayerPlan plan, Signal input) throws NotCompilable {
    if (!layer.hasBias()) {
      throw plan.refuse("without bias it is not known");
    }
    Signal logits = linear(layer, plan, input, Optional.empty());
    return LossCompilers.append(layer.getLossFn(), layer.getActivationFn(), plan, logits);
  }

  static Signal loss(LossLayer layer, LayerPlan plan, Signal input) throws NotCompilable {
    if (plan.section().endsInLoss()
        && layer.getLossFn().getClass().getName().startsWith("org.nd4j.")) {
      // They overwrite the pre-output, from which DL4J's LossLayer computes its score afterwards.
      throw plan.refuse("the score that DL4J has for " + layer.getLossFn() + " here is wrong");
    }
    return LossCompilers.append(layer.getLossFn(), layer.getActivationFn(), plan, input);
  }

  static Signal activation(ActivationLayer layer, LayerPlan plan, Signal input)
      throws NotCompilable {
    return Elementwise.append(
        Nonlinearity.of(layer.getActivationFn(), plan), plan.builder(), input);
  }

  private static Signal linear(
      FeedForwardLayer layer, LayerPlan plan, Signal input, Optional<Nonlinearity> activation)
      throws NotCompilable {
    requireMatrix(layer.getNIn(), plan, input);
    return Linear.append(
        plan.builder(),
        input,
        Math.toIntExact(layer.getNOut()),
        plan.parameter(WEIGHTS),
        false,
        plan.parameter(BIAS),
        activation);
  }

  private static void requireMatrix(long columns, LayerPlan plan, Signal input)
      throws NotCompilable {
    long[] shape = input.value().shape();
    if (shape.length != 2 || shape[1] != columns) {
      throw plan.refuse(
          "its input is " + Arrays.toString(shape) + ", not [batch, " + columns + "]");
    }
  }
}
