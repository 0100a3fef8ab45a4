package dev.bottleneck.step.dl4j;

import dev.bottleneck.step.graph.Lstm;
import dev.bottleneck.step.graph.NotCompilable;
import dev.bottleneck.step.graph.Repeat;
import dev.bottleneck.step.graph.Value;
import java.util.Arrays;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.misc.RepeatVector;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.params.LSTMParamInitializer;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationTanH;

/** Reads the layers between sequences {@code [batch, time, n]}, DL4J's NWC. */
final class RecurrentLayers {
  private RecurrentLayers() {}

  static Value lstm(LSTM layer, LayerReading reading, Value input) throws NotCompilable {
    return recurrence(layer, false, reading, input);
  }

  static Value lastTimeStep(LastTimeStep layer, LayerReading reading, Value input)
      throws NotCompilable {
    Layer within = layer.getUnderlying();
    if (within.getClass() != LSTM.class || within.getIDropout() != null) {
      throw reading.refuse(
          "of " + within.getClass().getSimpleName() + ", or with a dropout in it, it is not known");
    }
    return recurrence((LSTM) within, true, reading, input);
  }

  static Value repeatVector(RepeatVector layer, LayerReading reading, Value input)
      throws NotCompilable {
    requireChannelsLast(layer.getDataFormat(), reading);
    if (input.rank() != 2) {
      throw reading.refuse("its input is not [batch, n]");
    }
    Value repeated = reading.value(input.size(0), layer.getN(), input.size(1));
    return reading.add(new Repeat(input, repeated));
  }

  private static Value recurrence(LSTM layer, boolean lastOnly, LayerReading reading, Value input)
      throws NotCompilable {
    requireChannelsLast(layer.getRnnDataFormat(), reading);
    if (!(layer.getGateActivationFn() instanceof ActivationSigmoid)
        || !(layer.getActivationFn() instanceof ActivationTanH)) {
      throw reading.refuse(
          "its activation must be tanh and that of its gates sigmoid, not "
              + layer.getActivationFn()
              + " and "
              + layer.getGateActivationFn());
    }
    long[] shape = input.shape();
    if (shape.length != 3 || shape[2] != layer.getNIn()) {
      throw reading.refuse(
          "its input is " + Arrays.toString(shape) + ", not [batch, time, " + layer.getNIn() + "]");
    }
    Value output =
        lastOnly
            ? reading.value(shape[0], layer.getNOut())
            : reading.value(shape[0], shape[1], layer.getNOut());
    return reading.add(
        new Lstm(
            input,
            reading.parameter(LSTMParamInitializer.INPUT_WEIGHT_KEY),
            reading.parameter(LSTMParamInitializer.RECURRENT_WEIGHT_KEY),
            reading.parameter(LSTMParamInitializer.BIAS_KEY),
            lastOnly,
            output));
  }

  private static void requireChannelsLast(RNNFormat format, LayerReading reading)
      throws NotCompilable {
    if (format != RNNFormat.NWC) {
      throw reading.refuse("the format " + format + " is not known to the compiled step, NWC is");
    }
  }
}
