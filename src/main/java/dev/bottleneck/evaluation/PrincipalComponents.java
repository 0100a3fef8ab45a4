package dev.bottleneck.evaluation;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.eigen.Eigen;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Principal component analysis: the eigenvectors of the covariance, largest variance first.
 *
 * <p>An eigenvector's sign is arbitrary: here its component of largest absolute value is positive,
 * so that the same data give the same picture.
 */
final class PrincipalComponents {
  private PrincipalComponents() {}

  /**
   * The data seen along their first components.
   *
   * @param data {@code [n, units]}
   * @param most components kept, if there are as many units
   * @return {@code [n, min(most, units)]}, centred
   */
  static double[][] of(INDArray data, int most) {
    INDArray x = data.castTo(DataType.DOUBLE);
    x = x.subRowVector(x.mean(0));
    int units = (int) x.size(1);
    INDArray vectors = x.transpose().mmul(x).divi(x.size(0)).dup('c');
    // Ascending by LAPACK's promise; the vectors replace the matrix, one a column.
    Eigen.symmetricGeneralizedEigenvalues(vectors);
    double[][] columns = vectors.transpose().dup('c').toDoubleMatrix();
    int kept = Math.min(most, units);
    double[][] basis = new double[kept][];
    for (int c = 0; c < kept; c++) {
      basis[c] = positive(columns[units - 1 - c]);
    }
    return x.mmul(Nd4j.createFromArray(basis).transpose()).toDoubleMatrix();
  }

  private static double[] positive(double[] vector) {
    double largest = 0;
    for (double value : vector) {
      largest = Math.abs(value) > Math.abs(largest) ? value : largest;
    }
    double sign = largest < 0 ? -1 : 1;
    for (int i = 0; i < vector.length; i++) {
      vector[i] *= sign;
    }
    return vector;
  }
}
