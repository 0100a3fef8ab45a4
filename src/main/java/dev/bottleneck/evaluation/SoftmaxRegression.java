package dev.bottleneck.evaluation;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * The objective of multinomial logistic regression.
 *
 * <pre>
 *   f(W, b) = −1/n Σ_i ln softmax(x_i W + b)[label_i] + λ/2 ‖W‖²   (nats; the mean over examples)
 * </pre>
 *
 * <p>Parameters are W, row by row, {@code [units, classes]}, then b, {@code [classes]}.
 */
final class SoftmaxRegression implements Lbfgs.Objective {
  private final INDArray x;
  private final INDArray transposed;
  private final INDArray truth;
  private final double l2;
  private final INDArray residual;
  private final INDArray gradientW;

  /**
   * @param x {@code [n, units]}, double precision
   * @param labels from 0 to {@code classes} − 1
   */
  SoftmaxRegression(INDArray x, int[] labels, int classes, double l2) {
    this.x = x;
    this.transposed = x.transpose();
    this.truth = oneHot(labels, classes);
    this.l2 = l2;
    residual = Nd4j.createUninitialized(DataType.DOUBLE, new long[] {x.size(0), classes}, 'f');
    gradientW = Nd4j.createUninitialized(DataType.DOUBLE, new long[] {x.size(1), classes}, 'f');
  }

  /** Made on the heap and sent to a device at once. */
  private static INDArray oneHot(int[] labels, int classes) {
    double[] values = new double[labels.length * classes];
    for (int i = 0; i < labels.length; i++) {
      values[i * classes + labels[i]] = 1;
    }
    return Nd4j.createFromArray(values).reshape('c', labels.length, classes);
  }

  int parameters() {
    return (int) ((x.size(1) + 1) * truth.size(1));
  }

  @Override
  public double value(double[] parameters, double[] gradient) {
    int units = (int) x.size(1);
    int classes = (int) truth.size(1);
    long n = x.size(0);
    logits(x, parameters, classes, residual);
    residual.subiColumnVector(residual.max(true, 1));
    double right = residual.mul(truth).sumNumber().doubleValue();
    Transforms.exp(residual, false);
    INDArray total = residual.sum(true, 1);
    double loss = (Transforms.log(total, true).sumNumber().doubleValue() - right) / n;
    residual.diviColumnVector(total).subi(truth).divi(n);
    transposed.mmuli(residual, gradientW);
    double[] w = gradientW.dup('c').data().asDouble();
    double[] b = residual.sum(0).toDoubleVector();
    double penalty = 0;
    for (int i = 0; i < units * classes; i++) {
      gradient[i] = w[i] + l2 * parameters[i];
      penalty += parameters[i] * parameters[i];
    }
    System.arraycopy(b, 0, gradient, units * classes, classes);
    return loss + l2 / 2 * penalty;
  }

  /** Puts x W + b into {@code to}, {@code [n, classes]}. */
  static INDArray logits(INDArray x, double[] parameters, int classes, INDArray to) {
    int units = (int) x.size(1);
    INDArray all = Nd4j.createFromArray(parameters).reshape('c', units + 1, classes);
    INDArray w = all.get(NDArrayIndex.interval(0, units)).dup('f');
    x.mmuli(w, to);
    return to.addiRowVector(all.getRow(units));
  }
}
