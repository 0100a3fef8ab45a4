package dev.bottleneck.step.dl4j;

import dev.bottleneck.layer.ContractiveDense;
import dev.bottleneck.layer.TiedDecoder;
import dev.bottleneck.layer.TiedEncoder;
import dev.bottleneck.step.graph.Linear;
import dev.bottleneck.step.graph.NotCompilable;
import dev.bottleneck.step.graph.PenalizeJacobian;
import dev.bottleneck.step.graph.Value;
import java.util.Arrays;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.params.DefaultParamInitializer;

/** Reads the layers that are a {@link Linear} product, an activation, a loss, or several. */
final class DenseLayers {
  private static final String WEIGHTS = DefaultParamInitializer.WEIGHT_KEY;
  private static final String BIAS = DefaultParamInitializer.BIAS_KEY;

  private DenseLayers() {}

  static Value dense(DenseLayer layer, LayerReading reading, Value input) throws NotCompilable {
    if (!layer.hasBias() || layer.hasLayerNorm()) {
      throw reading.refuse("without bias or with layer normalisation it is not known");
    }
    return Functions.read(layer.getActivationFn(), reading, linear(layer, reading, input));
  }

  static Value tiedEncoder(TiedEncoder layer, LayerReading reading, Value input)
      throws NotCompilable {
    return Functions.read(layer.getActivationFn(), reading, linear(layer, reading, input));
  }

  static Value contractive(ContractiveDense layer, LayerReading reading, Value input)
      throws NotCompilable {
    Value code = Functions.read(layer.getActivationFn(), reading, linear(layer, reading, input));
    return reading.add(
        new PenalizeJacobian(
            Functions.of(layer.getActivationFn(), reading),
            reading.parameter(WEIGHTS),
            layer.getWeight(),
            code,
            reading.value(code.shape())));
  }

  static Value tiedDecoder(TiedDecoder layer, LayerReading reading, Value input)
      throws NotCompilable {
    requireMatrix(layer.getNIn(), reading, input);
    Value product =
        reading.add(
            new Linear(
                input,
                reading.parameterOf(layer.getEncoder(), WEIGHTS),
                true,
                reading.parameter(BIAS),
                reading.value(input.size(0), layer.getNOut())));
    return Functions.read(layer.getActivationFn(), reading, product);
  }

  static Value output(OutputLayer layer, LayerReading reading, Value input) throws NotCompilable {
    if (!layer.hasBias()) {
      throw reading.refuse("without bias it is not known");
    }
    Value logits = linear(layer, reading, input);
    return LossReaders.read(layer.getLossFn(), layer.getActivationFn(), reading, logits);
  }

  static Value loss(LossLayer layer, LayerReading reading, Value input) throws NotCompilable {
    if (reading.purpose().endsInLoss()
        && layer.getLossFn().getClass().getName().startsWith("org.nd4j.")) {
      // They overwrite the pre-output, from which DL4J's LossLayer computes its score afterwards.
      throw reading.refuse("the score that DL4J has for " + layer.getLossFn() + " here is wrong");
    }
    return LossReaders.read(layer.getLossFn(), layer.getActivationFn(), reading, input);
  }

  static Value activation(ActivationLayer layer, LayerReading reading, Value input)
      throws NotCompilable {
    return Functions.read(layer.getActivationFn(), reading, input);
  }

  private static Value linear(FeedForwardLayer layer, LayerReading reading, Value input)
      throws NotCompilable {
    requireMatrix(layer.getNIn(), reading, input);
    return reading.add(
        new Linear(
            input,
            reading.parameter(WEIGHTS),
            false,
            reading.parameter(BIAS),
            reading.value(input.size(0), layer.getNOut())));
  }

  private static void requireMatrix(long columns, LayerReading reading, Value input)
      throws NotCompilable {
    if (input.rank() != 2 || input.size(1) != columns) {
      throw reading.refuse(
          "its input is " + Arrays.toString(input.shape()) + ", not [batch, " + columns + "]");
    }
  }
}
