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
    double[] p = onHeap(logits(x, parameters, classes));
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
    double[] p = onHeap(logits(x, parameters, classes));
    double loss = 0;
    for (int i = 0; i < n; i++) {
      int own = labels[i] * n + i;
      double right = p[own];
      loss += toProbabilities(p, i) - right;
      p[own] -= 1;
    }
    INDArray residual = fromHeap(p, x.dataType(), 'f', n, classes);
    double[] products = onHeap(transposed.mmuli(residual, this.gradient));
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

  /** x W + b, {@code [n, classes]}, column by column. */
  static INDArray logits(INDArray x, double[] parameters, int classes) {
    INDArray to = Nd4j.createUninitialized(x.dataType(), new long[] {x.size(0), classes}, 'f');
    return x.mmuli(fromHeap(parameters, x.dataType(), 'c', (int) x.size(1), classes), to);
  }

  private static double[] onHeap(INDArray array) {
    if (array.dataType() == DataType.DOUBLE) {
      return HeapCopy.doubles(array);
    }
    float[] floats = HeapCopy.floats(array);
    double[] values = new double[floats.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = floats[i];
    }
    return values;
  }

  private static INDArray fromHeap(
      double[] values, DataType type, char order, int rows, int columns) {
    long[] shape = {rows, columns};
    if (type == DataType.DOUBLE) {
      return HeapCopy.array(values, shape, order);
    }
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return HeapCopy.array(floats, shape, order);
  }
}
