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
  ActivityPenaltyLayer(NeuralNetConfiguration conf, DataType dataType) {
    super(conf, dataType);
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaceMgr) {
    assertInputSet(false);
    double omega =
        switch (layerConf().getKind()) {
          case L1 -> input.norm1Number().doubleValue();
          case KL -> layerConf().divergence(meanActivations());
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
        double[] slope = layerConf().slope(meanActivations());
        INDArray row = Nd4j.createFromArray(slope).castTo(result.dataType());
        // Each example has a share of 1/B in the mean.
        yield result.addiRowVector(row.muli(factor / input.size(0)));
      }
    };
  }

  private double factor() {
    return layerConf().factor(input.size(0));
  }

  /** ρ̂, {@code [n]}. */
  private double[] meanActivations() {
    if (input.rank() != 2) {
      throw new IllegalArgumentException(
          "input of the KL penalty must be [batch, n], not " + Arrays.toString(input.shape()));
    }
    return input.mean(0).toDoubleVector();
  }
}
