package dev.bottleneck.step;

import java.util.Arrays;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.misc.RepeatVector;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.params.LSTMParamInitializer;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationTanH;

/**
 * Compiles the LSTM: a {@link Linear} product of all times at once, {@code [time × batch, 4 n]},
 * and an {@link LstmRecurrence} over it.
 */
final class RecurrentLayers {
  private RecurrentLayers() {}

  static Signal lstm(LSTM layer, LayerPlan plan, Signal input) throws NotCompilable {
    return recurrence(layer, false, plan, input);
  }

  static Signal lastTimeStep(LastTimeStep layer, LayerPlan plan, Signal input)
      throws NotCompilable {
    Layer within = layer.getUnderlying();
    if (within.getClass() != LSTM.class || within.getIDropout() != null) {
      throw plan.refuse(
          "of " + within.getClass().getSimpleName() + ", or with a dropout in it, it is not known");
    }
    return recurrence((LSTM) within, true, plan, input);
  }

  static Signal repeatVector(RepeatVector layer, LayerPlan plan, Signal input)
      throws NotCompilable {
    requireChannelsLast(layer.getDataFormat(), plan);
    if (input.value().shape().length != 2) {
      throw plan.refuse("its input is not [batch, n]");
    }
    if (!plan.isFollowedBy(LSTM.class) && !plan.isFollowedBy(LastTimeStep.class)) {
      throw plan.refuse("it is known before a recurrent layer alone");
    }
    return Sequences.repeat(plan.builder(), input, layer.getN());
  }

  private static Signal recurrence(LSTM layer, boolean lastOnly, LayerPlan plan, Signal input)
      throws NotCompilable {
    requireChannelsLast(layer.getRnnDataFormat(), plan);
    if (!(layer.getGateActivationFn() instanceof ActivationSigmoid)
        || !(layer.getActivationFn() instanceof ActivationTanH)) {
      throw plan.refuse(
          "its activation must be tanh and that of its gates sigmoid, not "
              + layer.getActivationFn()
              + " and "
              + layer.getGateActivationFn());
    }
    long[] shape = input.value().shape();
    if (shape.length != 3 || shape[2] != layer.getNIn()) {
      throw plan.refuse(
          "its input is " + Arrays.toString(shape) + ", not [batch, time, " + layer.getNIn() + "]");
    }
    boolean repeated = Sequences.isRepeated(input);
    Signal projected =
        Linear.appendInPlace(
            plan.builder(),
            repeated
                ? Sequences.onceOf(plan.builder(), input)
                : Sequences.rows(plan.builder(), input),
            Math.toIntExact(4 * layer.getNOut()),
            plan.parameter(LSTMParamInitializer.INPUT_WEIGHT_KEY),
            plan.parameter(LSTMParamInitializer.BIAS_KEY));
    LstmRecurrence recurrence =
        new LstmRecurrence(
            plan.builder(),
            projected,
            repeated,
            Math.toIntExact(shape[1]),
            lastOnly,
            plan.parameter(LSTMParamInitializer.RECURRENT_WEIGHT_KEY));
    plan.builder().add(recurrence);
    return recurrence.output();
  }

  private static void requireChannelsLast(RNNFormat format, LayerPlan plan) throws NotCompilable {
    if (format != RNNFormat.NWC) {
      throw plan.refuse("the format " + format + " is not known to the compiled step, NWC is");
    }
  }
}
