package dev.bottleneck.study.configuration;

import dev.bottleneck.layer.BinaryCrossEntropyFromLogits;
import dev.bottleneck.layer.HalfSquaredError;
import dev.bottleneck.layer.MeanSquaredError;
import dev.bottleneck.layer.WeightedLoss;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.training.NetworkDefinition;
import java.util.Locale;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.lossfunctions.ILossFunction;

/** What an autoencoder's output is held against its input by. */
public enum OutputLoss {
  /** The variant's own loss and output. */
  OWN,

  /**
   * A linear output and the squared error, for real values: the mean over an example's values, or
   * half the sum, {@code ½ Σ_j (ŷ_j − y_j)²}, where the variant's own loss is a sum, as a penalty
   * or a divergence is weighed against it. A mean over the batch. Up to a constant the negative
   * log-likelihood of a Gaussian of unit variance (Bishop, Pattern Recognition and Machine
   * Learning, 2006, section 5.2).
   */
  SQUARED_ERROR;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Gives the network's last layer this loss. */
  public void applyTo(NetworkDefinition network) {
    if (this == OWN) {
      return;
    }
    Layer last = network.output();
    if (last instanceof BaseOutputLayer output) {
      output.setLossFn(squaredError(output.getLossFn()));
      output.setActivationFn(new ActivationIdentity());
    } else if (last instanceof LossLayer output) {
      output.setLossFn(squaredError(output.getLossFn()));
      output.setActivationFn(new ActivationIdentity());
    } else {
      throw new UserError("loss=" + this + ": the network's last layer has no loss to replace");
    }
  }

  private static ILossFunction squaredError(ILossFunction own) {
    if (own instanceof WeightedLoss weighted) {
      return new WeightedLoss(squaredError(weighted.getLoss()), weighted.getWeight());
    }
    boolean sum =
        own instanceof BinaryCrossEntropyFromLogits entropy && !entropy.isAverageUnits()
            || own instanceof HalfSquaredError;
    return sum ? new HalfSquaredError() : new MeanSquaredError();
  }

  /** The loss of the network's last layer, without its weight; {@code null} if it has none. */
  public static ILossFunction lossOf(NetworkDefinition network) {
    Layer last = network.output();
    ILossFunction loss = null;
    if (last instanceof BaseOutputLayer output) {
      loss = output.getLossFn();
    } else if (last instanceof LossLayer output) {
      loss = output.getLossFn();
    }
    return loss instanceof WeightedLoss weighted ? weighted.getLoss() : loss;
  }

  /** Whether the last layer's activation is of {@code type}. */
  public static boolean endsWith(NetworkDefinition network, Class<?> type) {
    return network.output() instanceof BaseLayer layer && type.isInstance(layer.getActivationFn());
  }
}
