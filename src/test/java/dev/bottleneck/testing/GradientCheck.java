package dev.bottleneck.testing;

import dev.bottleneck.training.LabelColumns;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.ILossFunction;

/**
 * Holds gradients against central finite differences, {@code (f(θ + ε) − f(θ − ε)) / 2ε}, in double
 * precision.
 *
 * <p>Every method returns the greatest relative error over all values, {@code |a − n| / max(|a|,
 * |n|, floor)}; the floor is a thousandth of the greatest analytic gradient, below which
 * differences drown in rounding. A network is checked in training mode at its present iteration, so
 * that noise that depends on the iteration alone stays put.
 */
public final class GradientCheck {
  private static final double EPSILON = 1e-5;
  private static final double FLOOR = 1e-3;

  private GradientCheck() {}

  /** The error of a network's gradient of {@code score()} over all its parameters. */
  public static double network(Model network, INDArray features, INDArray labels) {
    if (network.params().dataType() != DataType.DOUBLE) {
      throw new IllegalArgumentException("the network must be of data type DOUBLE");
    }
    score(network, features, labels);
    return maxRelativeError(
        analytic(network, features),
        numeric(network.params(), p -> score(network, features, labels)));
  }

  /** The cosine between two gradients: 1 where they point the same way, −1 where opposite ways. */
  public static double cosine(INDArray a, INDArray b) {
    return a.mul(b).sumNumber().doubleValue()
        / (a.norm2Number().doubleValue() * b.norm2Number().doubleValue());
  }

  /** The error of an activation's backward pass at {@code z}. */
  public static double activation(IActivation activation, INDArray z) {
    INDArray epsilon =
        Nd4j.arange(1, z.length() + 1).castTo(DataType.DOUBLE).reshape('c', z.shape());
    INDArray analytic = activation.backprop(z.dup(), epsilon.dup()).getFirst();
    INDArray at = z.dup('c');
    ToDoubleFunction<INDArray> f =
        x -> activation.getActivation(x.dup(), true).mul(epsilon).sumNumber().doubleValue();
    return maxRelativeError(analytic, numeric(at, f));
  }

  /** The error of a loss's gradient with respect to the pre-output {@code z}. */
  public static double loss(
      ILossFunction loss, INDArray labels, INDArray z, IActivation activation, INDArray mask) {
    INDArray analytic = loss.computeGradient(labels, z.dup(), activation, mask);
    INDArray at = z.dup('c');
    ToDoubleFunction<INDArray> f = x -> loss.computeScore(labels, x.dup(), activation, mask, false);
    return maxRelativeError(analytic, numeric(at, f));
  }

  /** The central differences of {@code f} over all values of {@code at}, which ends as it began. */
  public static INDArray numeric(INDArray at, ToDoubleFunction<INDArray> f) {
    INDArray flat = at.reshape(at.length());
    INDArray gradient = Nd4j.create(DataType.DOUBLE, flat.length());
    for (long i = 0; i < flat.length(); i++) {
      double value = flat.getDouble(i);
      flat.putScalar(i, value + EPSILON);
      double above = f.applyAsDouble(at);
      flat.putScalar(i, value - EPSILON);
      double below = f.applyAsDouble(at);
      flat.putScalar(i, value);
      gradient.putScalar(i, (above - below) / (2 * EPSILON));
    }
    return gradient;
  }

  /** A network's score in training mode; afterwards it holds the gradient as well. */
  public static double score(Model network, INDArray features, INDArray labels) {
    if (network instanceof MultiLayerNetwork layers) {
      layers.setInput(features.dup());
      layers.setLabels(labels.dup());
    } else {
      ComputationGraph graph = (ComputationGraph) network;
      graph.setInput(0, features.dup());
      graph.setLabels(
          graph.getNumOutputArrays() == 1
              ? new INDArray[] {labels.dup()}
              : LabelColumns.views(
                  labels.dup(), LabelColumns.widths(graph.getConfiguration(), labels.size(1))));
    }
    if (network instanceof MultiLayerNetwork layers) {
      layers.computeGradientAndScore();
    } else {
      ((ComputationGraph) network).computeGradientAndScore();
    }
    return network.score();
  }

  private static INDArray analytic(Model network, INDArray features) {
    INDArray gradient = Objects.requireNonNull(network.gradient().gradient()).dup();
    // The layers leave the sum over the batch; the updater divides it by the batch size.
    return network.conf().isMiniBatch() ? gradient.divi(features.size(0)) : gradient;
  }

  private static double maxRelativeError(INDArray analytic, INDArray numeric) {
    double[] a = analytic.dup('c').reshape(analytic.length()).toDoubleVector();
    double[] n = numeric.toDoubleVector();
    double greatest = analytic.amaxNumber().doubleValue();
    double worst = 0;
    for (int i = 0; i < a.length; i++) {
      double scale = Math.max(FLOOR * greatest, Math.max(Math.abs(a[i]), Math.abs(n[i])));
      double error = scale == 0 ? 0 : Math.abs(a[i] - n[i]) / scale;
      if (Double.isNaN(error)) {
        return Double.NaN;
      }
      worst = Math.max(worst, error);
    }
    return worst;
  }
}
