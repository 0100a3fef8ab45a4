package dev.bottleneck.step;

import dev.bottleneck.layer.BinaryCrossEntropyFromLogits;
import dev.bottleneck.layer.ClippedBinaryCrossEntropy;
import dev.bottleneck.layer.HalfSquaredError;
import dev.bottleneck.layer.MeanSquaredError;
import java.util.HashMap;
import java.util.Map;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossL2;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;

/** The losses the compiled step knows. DL4J's own are here only where they are right. */
final class LossCompilers {
  private static final Map<Class<?>, Entry<?>> KNOWN = new HashMap<>();

  static {
    known(BinaryCrossEntropyFromLogits.class, LossCompilers::binaryCrossEntropy);
    known(ClippedBinaryCrossEntropy.class, LossCompilers::clippedCrossEntropy);
    known(HalfSquaredError.class, (loss, f, plan, z) -> squaredError(0.5, f, plan, z));
    known(MeanSquaredError.class, (loss, f, plan, z) -> squaredError(1 / unitsOf(z), f, plan, z));
    known(LossMSE.class, LossCompilers::meanSquaredError);
    known(LossL2.class, LossCompilers::sumOfSquaredErrors);
    known(LossMCXENT.class, LossCompilers::crossEntropy);
  }

  private LossCompilers() {}

  private record Entry<L extends ILossFunction>(Class<L> type, LossCompiler<L> compiler) {
    void compile(ILossFunction loss, IActivation activation, LayerPlan plan, Signal logits)
        throws NotCompilable {
      compiler.compile(type.cast(loss), activation, plan, logits);
    }
  }

  private static <L extends ILossFunction> void known(Class<L> type, LossCompiler<L> compiler) {
    KNOWN.put(type, new Entry<>(type, compiler));
  }

  /**
   * Appends {@code activation(logits)} where that is all that is wanted, else the loss of it
   * against the labels.
   */
  static Signal append(ILossFunction loss, IActivation activation, LayerPlan plan, Signal logits)
      throws NotCompilable {
    if (!plan.section().endsInLoss()) {
      return activation instanceof ActivationSoftmax
          ? Softmax.append(plan.builder(), logits)
          : Elementwise.append(Nonlinearity.of(activation, plan), plan.builder(), logits);
    }
    Entry<?> entry = KNOWN.get(loss.getClass());
    if (entry == null) {
      throw plan.refuse("the loss " + loss + " is not known to the compiled step");
    }
    if (!logits.wantsGradient()) {
      throw plan.refuse("no layer before it has parameters");
    }
    if (!logits.value().inOrder()) {
      throw plan.refuse("its input does not lie in C order");
    }
    entry.compile(loss, activation, plan, logits);
    return logits;
  }

  private static void binaryCrossEntropy(
      BinaryCrossEntropyFromLogits loss, IActivation activation, LayerPlan plan, Signal logits)
      throws NotCompilable {
    if (!(activation instanceof ActivationSigmoid)) {
      throw plan.refuse("its activation must be sigmoid, not " + activation);
    }
    double units = unitsOf(logits);
    plan.builder()
        .add(new BinaryCrossEntropy(plan.builder(), logits, loss.isAverageUnits() ? 1 / units : 1));
  }

  private static void clippedCrossEntropy(
      ClippedBinaryCrossEntropy loss, IActivation activation, LayerPlan plan, Signal logits)
      throws NotCompilable {
    Signal output = Elementwise.append(Nonlinearity.of(activation, plan), plan.builder(), logits);
    plan.builder().add(new ClippedCrossEntropy(plan.builder(), output, 1 / unitsOf(logits)));
  }

  private static void meanSquaredError(
      LossMSE loss, IActivation activation, LayerPlan plan, Signal logits) throws NotCompilable {
    refuseWeights(loss.getWeights(), plan);
    // DL4J's mean is over dimension 1, which is all the units of a matrix alone.
    if (logits.value().shape().length != 2) {
      throw plan.refuse("its labels are not [batch, n]");
    }
    squaredError(1 / unitsOf(logits), activation, plan, logits);
  }

  private static void sumOfSquaredErrors(
      LossL2 loss, IActivation activation, LayerPlan plan, Signal logits) throws NotCompilable {
    refuseWeights(loss.getWeights(), plan);
    squaredError(1, activation, plan, logits);
  }

  private static void squaredError(
      double factor, IActivation activation, LayerPlan plan, Signal logits) throws NotCompilable {
    Signal output = Elementwise.append(Nonlinearity.of(activation, plan), plan.builder(), logits);
    plan.builder().add(new SquaredError(plan.builder(), output, factor));
  }

  private static void crossEntropy(
      LossMCXENT loss, IActivation activation, LayerPlan plan, Signal logits) throws NotCompilable {
    refuseWeights(loss.getWeights(), plan);
    if (!(activation instanceof ActivationSoftmax) || logits.value().shape().length != 2) {
      throw plan.refuse("its activation must be softmax over [batch, n], not " + activation);
    }
    plan.builder().add(new SoftmaxCrossEntropy(plan.builder(), logits, loss.getSoftmaxClipEps()));
  }

  private static void refuseWeights(Object weights, LayerPlan plan) throws NotCompilable {
    if (weights != null) {
      throw plan.refuse("a loss with weights is not known to the compiled step");
    }
  }

  private static double unitsOf(Signal signal) {
    return (double) signal.value().length() / signal.value().size(0);
  }
}
