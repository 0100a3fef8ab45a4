package dev.bottleneck.evaluation;

import dev.bottleneck.device.HeapCopy;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The objective of multinomial logistic regression.
 *
 * <pre>
 *   f(W, b) = −1/n Σ_i ln softmax(x_i W + b)[label_i] + λ/2 ‖W‖²   (nats; the mean over examples)
 * </pre>
 *
 * <p>Parameters are W, row by row, {@code [units, classes]}, then b, {@code [classes]}. Products
 * are made in the examples' precision, all else in double.
 */
final class SoftmaxRegression implements Lbfgs.Objective {
  private final INDArray x;
  private final INDArray transposed;
  private final int[] labels;
  private final int classes;
  private final double l2;
  private final INDArray weights;
  private final INDArray outputs; // [n, classes]: logits, then residuals in their place
  private final INDArray gradient;

  /**
   * @param x {@code [n, units + 1]}, floats or doubles, whose last column is 1: see {@link
   *     #withOne}
   * @param labels from 0 to {@code classes} − 1
   */
  SoftmaxRegression(INDArray x, int[] labels, int classes, double l2) {
    this.x = x;
    this.transposed = x.transpose();
    this.labels = labels.clone();
    this.classes = classes;
    this.l2 = l2;
    // Made once: the system clears a large array, however often it has done so before.
    weights = Nd4j.createUninitialized(x.dataType(), new long[] {x.size(1), classes}, 'c');
    outputs = Nd4j.createUninitialized(x.dataType(), new long[] {x.size(0), classes}, 'f');
    gradient = Nd4j.createUninitialized(x.dataType(), new long[] {x.size(1), classes}, 'f');
  }

  /** {@code x} {@code [n, units]} with a column of 1 behind it, which the biases multiply. */
  static INDArray withOne(INDArray x, DataType type) {
    return Nd4j.hstack(x.castTo(type), Nd4j.ones(type, x.size(0), 1));
  }

  int parameters() {
    return Math.toIntExact(x.size(1) * classes);
  }

  /** The probabilities {@code [n, classes]}, a column after the other. */
  double[] probabilities(double[] parameters) {
    double[] p = HeapCopy.doubles(logitsOf(parameters));
    for (int i = 0; i < labels.length; i++) {
      toProbabilities(p, i);
    }
    return p;
  }

  /** Makes the logits of example i probabilities; returns their ln Σ exp. */
  private double toProbabilities(double[] p, int i) {
    int n = labels.length;
    double largest = Double.NEGATIVE_INFINITY;
    for (int at = i; at < p.length; at += n) {
      largest = Math.max(largest, p[at]);
    }
    double total = 0;
    for (int at = i; at < p.length; at += n) {
      p[at] = Math.exp(p[at] - largest);
      total += p[at];
    }
    for (int at = i; at < p.length; at += n) {
      p[at] /= total;
    }
    return largest + Math.log(total);
  }

  @Override
  public double value(double[] parameters, double[] gradient) {
    int n = labels.length;
    double[] p = HeapCopy.doubles(logitsOf(parameters));
    double loss = 0;
    for (int i = 0; i < n; i++) {
      int own = labels[i] * n + i;
      double right = p[own];
      loss += toProbabilities(p, i) - right;
      p[own] -= 1;
    }
    HeapCopy.put(p, outputs);
    double[] products = HeapCopy.doubles(transposed.mmuli(outputs, this.gradient));
    int rows = (int) x.size(1);
    double penalty = 0;
    for (int c = 0; c < classes; c++) {
      for (int row = 0; row < rows; row++) {
        int at = row * classes + c;
        double weight = row < rows - 1 ? parameters[at] : 0;
        gradient[at] = products[c * rows + row] / n + l2 * weight;
        penalty += weight * weight;
      }
    }
    return loss / n + l2 / 2 * penalty;
  }

  /** x W + b, {@code [n, classes]}, column by column; valid until the next call. */
  private INDArray logitsOf(double[] parameters) {
    HeapCopy.put(parameters, weights);
    return x.mmuli(weights, outputs);
  }

  /** The same of examples without labels, in an array of its own. */
  static INDArray logits(INDArray x, double[] parameters, int classes) {
    return new SoftmaxRegression(x, new int[0], classes, 0).logitsOf(parameters);
  }
}
