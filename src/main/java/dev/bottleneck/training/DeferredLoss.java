package dev.bottleneck.training;

import java.util.Set;
import java.util.function.Consumer;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossBinaryXENT;
import org.nd4j.linalg.lossfunctions.impl.LossCosineProximity;
import org.nd4j.linalg.lossfunctions.impl.LossHinge;
import org.nd4j.linalg.lossfunctions.impl.LossKLD;
import org.nd4j.linalg.lossfunctions.impl.LossL1;
import org.nd4j.linalg.lossfunctions.impl.LossL2;
import org.nd4j.linalg.lossfunctions.impl.LossMAPE;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;
import org.nd4j.linalg.lossfunctions.impl.LossMSLE;
import org.nd4j.linalg.lossfunctions.impl.LossNegativeLogLikelihood;
import org.nd4j.linalg.lossfunctions.impl.LossPoisson;
import org.nd4j.linalg.lossfunctions.impl.LossSquaredHinge;
import org.nd4j.linalg.lossfunctions.impl.LossWasserstein;

/**
 * A loss function whose score stays on the device: to DL4J it is nought.
 *
 * <p>For the length of one pass only; it is never part of a network that is saved.
 */
final class DeferredLoss implements ILossFunction {
  private static final long serialVersionUID = 1;

  /** Not so LossMAE, whose losses by example are sums over the units where its score is a mean. */
  private static final Set<Class<? extends ILossFunction>> PROVEN =
      Set.of(
          LossBinaryXENT.class,
          LossCosineProximity.class,
          LossHinge.class,
          LossKLD.class,
          LossL1.class,
          LossL2.class,
          LossMAPE.class,
          LossMCXENT.class,
          LossMSE.class,
          LossMSLE.class,
          LossNegativeLogLikelihood.class,
          LossPoisson.class,
          LossSquaredHinge.class,
          LossWasserstein.class);

  private final ILossFunction loss;
  private final transient Consumer<INDArray> byExample;

  /**
   * @param byExample takes the losses of a batch's examples, {@code [batch, 1]}
   */
  DeferredLoss(ILossFunction loss, Consumer<INDArray> byExample) {
    this.loss = loss;
    this.byExample = byExample;
  }

  /**
   * Whether the losses by example are known to make up the score: of those of ND4J, where a test
   * shows it; of any other, because the interface asks for it.
   */
  static boolean canDefer(ILossFunction loss) {
    return PROVEN.contains(loss.getClass())
        || !loss.getClass().getPackage().equals(LossMSE.class.getPackage());
  }

  @Override
  public double computeScore(
      INDArray labels,
      INDArray preOutput,
      IActivation activationFn,
      INDArray mask,
      boolean average) {
    byExample.accept(loss.computeScoreArray(labels, preOutput, activationFn, mask));
    return 0;
  }

  @Override
  public INDArray computeScoreArray(
      INDArray labels, INDArray preOutput, IActivation activationFn, INDArray mask) {
    return loss.computeScoreArray(labels, preOutput, activationFn, mask);
  }

  @Override
  public INDArray computeGradient(
      INDArray labels, INDArray preOutput, IActivation activationFn, INDArray mask) {
    return loss.computeGradient(labels, preOutput, activationFn, mask);
  }

  @Override
  public Pair<Double, INDArray> computeGradientAndScore(
      INDArray labels,
      INDArray preOutput,
      IActivation activationFn,
      INDArray mask,
      boolean average) {
    double score = computeScore(labels, preOutput, activationFn, mask, average);
    return new Pair<>(score, computeGradient(labels, preOutput, activationFn, mask));
  }

  @Override
  public String name() {
    return loss.name();
  }
}
