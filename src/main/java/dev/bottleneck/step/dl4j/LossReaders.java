package dev.bottleneck.step.dl4j;

import dev.bottleneck.layer.BinaryCrossEntropyFromLogits;
import dev.bottleneck.layer.ClippedBinaryCrossEntropy;
import dev.bottleneck.layer.HalfSquaredError;
import dev.bottleneck.layer.MeanSquaredError;
import dev.bottleneck.layer.SoftmaxCrossEntropy;
import dev.bottleneck.layer.WeightedLoss;
import dev.bottleneck.step.graph.Activation;
import dev.bottleneck.step.graph.Loss;
import dev.bottleneck.step.graph.NotCompilable;
import dev.bottleneck.step.graph.Value;
import java.util.HashMap;
import java.util.Map;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossL2;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;

/** The losses that are known. DL4J's own are here only where they are right. */
final class LossReaders {
  private static final Map<Class<?>, Entry<?>> KNOWN = new HashMap<>();

  static {
    known(BinaryCrossEntropyFromLogits.class, LossReaders::binaryCrossEntropy);
    known(ClippedBinaryCrossEntropy.class, LossReaders::clippedCrossEntropy);
    known(HalfSquaredError.class, (loss, f, plan, z) -> squaredError(0.5, f, plan, z));
    known(MeanSquaredError.class, (loss, f, plan, z) -> squaredError(1 / unitsOf(z), f, plan, z));
    known(LossMSE.class, LossReaders::meanSquaredError);
    known(LossL2.class, LossReaders::sumOfSquaredErrors);
    known(LossMCXENT.class, LossReaders::crossEntropy);
    known(
        SoftmaxCrossEntropy.class,
        (loss, f, plan, z) -> crossEntropy(Loss.Kind.CLASS_CROSS_ENTROPY, 0, f, plan, z));
    known(
        WeightedLoss.class,
        (loss, f, plan, z) -> readLoss(loss.getLoss(), f, plan.weighing(loss.getWeight()), z));
  }

  private LossReaders() {}

  private record Entry<L extends ILossFunction>(Class<L> type, LossReader<L> reader) {
    void read(ILossFunction loss, IActivation activation, LayerReading reading, Value logits)
        throws NotCompilable {
      reader.read(type.cast(loss), activation, reading, logits);
    }
  }

  private static <L extends ILossFunction> void known(Class<L> type, LossReader<L> reader) {
    KNOWN.put(type, new Entry<>(type, reader));
  }

  /**
   * Adds {@code activation(logits)} where that is all that is wanted, else the loss of it against
   * the labels.
   */
  static Value read(ILossFunction loss, IActivation activation, LayerReading reading, Value logits)
      throws NotCompilable {
    if (!reading.purpose().endsInLoss()) {
      return activation instanceof ActivationSoftmax
          ? softmax(reading, logits)
          : Functions.read(activation, reading, logits);
    }
    if (!reading.hasParametersBefore()) {
      throw reading.refuse("no layer before it has parameters");
    }
    readLoss(loss, activation, reading, logits);
    return logits;
  }

  private static void readLoss(
      ILossFunction loss, IActivation activation, LayerReading reading, Value logits)
      throws NotCompilable {
    Entry<?> entry = KNOWN.get(loss.getClass());
    if (entry == null) {
      throw reading.refuse("the loss " + loss + " is not known to the compiled step");
    }
    entry.read(loss, activation, reading, logits);
  }

  private static Value softmax(LayerReading reading, Value logits) {
    return reading.add(
        new Activation(Activation.Function.SOFTMAX, logits, reading.value(logits.shape())));
  }

  private static void binaryCrossEntropy(
      BinaryCrossEntropyFromLogits loss, IActivation activation, LayerReading reading, Value logits)
      throws NotCompilable {
    if (!(activation instanceof ActivationSigmoid)) {
      throw reading.refuse("its activation must be sigmoid, not " + activation);
    }
    double factor = loss.isAverageUnits() ? 1 / unitsOf(logits) : 1;
    add(Loss.Kind.BINARY_CROSS_ENTROPY, factor, 0, reading, logits);
  }

  private static void clippedCrossEntropy(
      ClippedBinaryCrossEntropy loss, IActivation activation, LayerReading reading, Value logits)
      throws NotCompilable {
    Value output = Functions.read(activation, reading, logits);
    add(Loss.Kind.CLIPPED_CROSS_ENTROPY, 1 / unitsOf(logits), 0, reading, output);
  }

  private static void meanSquaredError(
      LossMSE loss, IActivation activation, LayerReading reading, Value logits)
      throws NotCompilable {
    refuseWeights(loss.getWeights(), reading);
    // DL4J's mean is over dimension 1, which is all the units of a matrix alone.
    if (logits.rank() != 2) {
      throw reading.refuse("its labels are not [batch, n]");
    }
    squaredError(1 / unitsOf(logits), activation, reading, logits);
  }

  private static void sumOfSquaredErrors(
      LossL2 loss, IActivation activation, LayerReading reading, Value logits)
      throws NotCompilable {
    refuseWeights(loss.getWeights(), reading);
    squaredError(1, activation, reading, logits);
  }

  private static void squaredError(
      double factor, IActivation activation, LayerReading reading, Value logits)
      throws NotCompilable {
    Value output = Functions.read(activation, reading, logits);
    add(Loss.Kind.SQUARED_ERROR, factor, 0, reading, output);
  }

  private static void crossEntropy(
      LossMCXENT loss, IActivation activation, LayerReading reading, Value logits)
      throws NotCompilable {
    refuseWeights(loss.getWeights(), reading);
    double clip = loss.getSoftmaxClipEps();
    crossEntropy(Loss.Kind.SOFTMAX_CROSS_ENTROPY, clip, activation, reading, logits);
  }

  private static void crossEntropy(
      Loss.Kind kind, double clip, IActivation activation, LayerReading reading, Value logits)
      throws NotCompilable {
    if (!(activation instanceof ActivationSoftmax) || logits.rank() != 2) {
      throw reading.refuse("its activation must be softmax over [batch, n], not " + activation);
    }
    add(kind, 1, clip, reading, logits);
  }

  private static void refuseWeights(Object weights, LayerReading reading) throws NotCompilable {
    if (weights != null) {
      throw reading.refuse("a loss with weights is not known to the compiled step");
    }
  }

  private static void add(
      Loss.Kind kind, double factor, double clip, LayerReading reading, Value prediction) {
    double weighted = reading.lossWeight() * factor;
    reading.add(new Loss(kind, weighted, clip, prediction, reading.labels(prediction.shape())));
  }

  private static double unitsOf(Value value) {
    return (double) value.length() / value.size(0);
  }
}
