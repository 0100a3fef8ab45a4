package dev.bottleneck.layer;

import java.util.Arrays;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/** The running {@link ActivityPenalty}. */
final class ActivityPenaltyLayer extends ParameterlessLayer<ActivityPenalty> {
  private static final double CLIP = 1e-7;

  ActivityPenaltyLayer(NeuralNetConfiguration conf, DataType dataType) {
    super(conf, dataType);
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaceMgr) {
    assertInputSet(false);
    double omega =
        switch (layerConf().getKind()) {
          case L1 -> input.norm1Number().doubleValue();
          case KL -> divergence(meanActivations());
        };
    setPenalty(factor() * omega);
    // A copy while training: the next layer may corrupt its input in place, and h is needed again.
    return training
        ? workspaceMgr.dup(ArrayType.ACTIVATIONS, input, input.ordering())
        : workspaceMgr.leverageTo(ArrayType.ACTIVATIONS, input);
  }

  @Override
  INDArray backward(INDArray epsilon, LayerWorkspaceMgr workspaceMgr) {
    INDArray result = workspaceMgr.dup(ArrayType.ACTIVATION_GRAD, epsilon, epsilon.ordering());
    double factor = factor() * gradientDivisor();
    return switch (layerConf().getKind()) {
      case L1 -> result.addi(Transforms.sign(input, true).muli(factor));
      case KL -> {
        double[] slope = slope(meanActivations());
        INDArray row = Nd4j.createFromArray(slope).castTo(result.dataType());
        // Each example has a share of 1/B in the mean.
        yield result.addiRowVector(row.muli(factor / input.size(0)));
      }
    };
  }

  private double factor() {
    return layerConf().getScaling().factor(layerConf().getWeight(), input.size(0));
  }

  /** ρ̂, {@code [n]}. */
  private double[] meanActivations() {
    if (input.rank() != 2) {
      throw new IllegalArgumentException(
          "input of the KL penalty must be [batch, n], not " + Arrays.toString(input.shape()));
    }
    double[] means = input.mean(0).toDoubleVector();
    for (double mean : means) {
      if (mean < 0 || mean > 1) {
        throw new IllegalArgumentException(
            "activations under the KL penalty must lie within [0, 1], as a sigmoid's do; a unit's"
                + " mean is "
                + mean);
      }
    }
    return means;
  }

  private double divergence(double[] means) {
    double rho = layerConf().getTarget();
    double sum = 0;
    for (double mean : means) {
      double clipped = Math.min(Math.max(mean, CLIP), 1 - CLIP);
      sum += rho * Math.log(rho / clipped) + (1 - rho) * Math.log((1 - rho) / (1 - clipped));
    }
    return sum;
  }

  /** {@code dΩ/dρ̂_j = −ρ/ρ̂_j + (1−ρ)/(1−ρ̂_j)}, and 0 where the value is clipped. */
  private double[] slope(double[] means) {
    double rho = layerConf().getTarget();
    return Arrays.stream(means)
        .map(m -> m < CLIP || m > 1 - CLIP ? 0 : (1 - rho) / (1 - m) - rho / m)
        .toArray();
  }
}
