package dev.bottleneck.evaluation;

import dev.bottleneck.device.HeapCopy;
import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Approximate inverses of the Hessian of {@link SoftmaxRegression}, with one block of units + 1 a
 * class; what couples two classes is left out.
 *
 * <p>The Hessian is Σ_i (diag p_i − p_i p_iᵀ) ⊗ x_i x_iᵀ / n, to which λ is added for the weights,
 * and x ends with a 1 for the bias. Products are made in single precision: they steer the search,
 * and what it finds does not depend on them.
 */
final class SoftmaxCurvature {
  /** p (1 − p) of a class that has a probability of one tenth, about. */
  private static final double TYPICAL = 0.1;

  private static final double ROUNDING = 1e-6;

  private final INDArray x;
  private final double l2;

  /**
   * @param x {@code [n, units + 1]}, floats, whose last column is 1
   */
  SoftmaxCurvature(INDArray x, double l2) {
    this.x = x;
    this.l2 = l2;
  }

  /**
   * The same block for each class, as if p (1 − p) were the same for all examples: a multiple of
   * the bound of Böhning, "Multinomial logistic regression algorithm", Annals of the Institute of
   * Statistical Mathematics 44, 1992.
   */
  Lbfgs.Preconditioner uniform(int classes) {
    float[] weights = new float[(int) x.size(0)];
    Arrays.fill(weights, (float) Math.sqrt(TYPICAL / weights.length));
    double[][] block = block(weights);
    double[][][] blocks = new double[classes][][];
    Arrays.fill(blocks, block);
    return v -> solve(blocks, v);
  }

  /**
   * A block for each class from its probabilities.
   *
   * @param probabilities {@code [n, classes]}, a column after the other
   */
  Lbfgs.Preconditioner at(double[] probabilities) {
    int n = (int) x.size(0);
    double[][][] blocks = new double[probabilities.length / n][][];
    for (int c = 0; c < blocks.length; c++) {
      int from = c * n;
      float[] weights = new float[n];
      for (int i = 0; i < n; i++) {
        double p = probabilities[from + i];
        weights[i] = (float) Math.sqrt(p * (1 - p) / n);
      }
      blocks[c] = block(weights);
    }
    return v -> solve(blocks, v);
  }

  /** Σ_i w_i² x_i x_iᵀ and λ, decomposed. */
  private double[][] block(float[] weights) {
    INDArray weighted = x.mulColumnVector(Nd4j.createFromArray(weights).reshape(weights.length, 1));
    float[] products = HeapCopy.floats(weighted.transpose().mmul(weighted));
    int length = (int) x.size(1);
    double[][] hessian = new double[length][length];
    double trace = 0;
    for (int i = 0; i < length; i++) {
      trace += products[i * length + i];
      for (int j = 0; j <= i; j++) {
        hessian[i][j] = products[i * length + j];
        hessian[j][i] = hessian[i][j];
      }
    }
    int units = length - 1;
    double rounding = ROUNDING * trace / units + Double.MIN_NORMAL;
    for (int i = 0; i <= units; i++) {
      hessian[i][i] += rounding + (i < units ? l2 : 0);
    }
    Cholesky.decompose(hessian);
    return hessian;
  }

  /**
   * Multiplies by the inverse.
   *
   * @param blocks the upper triangles U of UᵀU, one a class
   * @param v {@code [units + 1, classes]}, row by row; overwritten
   */
  private static double[] solve(double[][][] blocks, double[] v) {
    int classes = blocks.length;
    double[] column = new double[v.length / classes];
    for (int c = 0; c < classes; c++) {
      for (int i = 0; i < column.length; i++) {
        column[i] = v[i * classes + c];
      }
      Cholesky.solve(blocks[c], column);
      for (int i = 0; i < column.length; i++) {
        v[i * classes + c] = column[i];
      }
    }
    return v;
  }
}
