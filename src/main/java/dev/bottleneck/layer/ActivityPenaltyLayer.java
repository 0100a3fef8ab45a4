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
    switch (layerConf().getKind()) {
      case L1 -> penalty().set(input.norm1(), factor(), 1);
      case KL -> setDivergence();
    }
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
      // Each example has a share of 1/B in the mean.
      case KL ->
          result.addiRowVector(slope().castTo(result.dataType()).muli(factor / input.size(0)));
    };
  }

  private double factor() {
    return layerConf().factor(input.size(0));
  }

  private void setDivergence() {
    if (penalty().isDeferred()) {
      penalty().defer(MeanActivationDivergence.terms(meanActivations(), target()), factor());
    } else {
      penalty().set(factor() * layerConf().divergence(meanActivations().toDoubleVector()));
    }
  }

  /** dΩ/dρ̂ of KL, {@code [n]}. */
  private INDArray slope() {
    return penalty().isDeferred()
        ? MeanActivationDivergence.slope(meanActivations(), target())
        : Nd4j.createFromArray(layerConf().slope(meanActivations().toDoubleVector()));
  }

  private double target() {
    return layerConf().getTarget();
  }

  /** ρ̂, {@code [n]}. */
  private INDArray meanActivations() {
    if (input.rank() != 2) {
      throw new IllegalArgumentException(
          "input of the KL penalty must be [batch, n], not " + Arrays.toString(input.shape()));
    }
    return input.mean(0);
  }
}
