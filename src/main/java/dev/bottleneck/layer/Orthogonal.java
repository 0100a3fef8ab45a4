package dev.bottleneck.layer;

import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.QRDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.rng.Random;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Initial weights {@code [n, m]} that are a random orthogonal matrix: {@code W Wᵀ = I} where n ≤ m,
 * {@code WᵀW = I} where n &gt; m.
 *
 * <p>Source: Saxe, McClelland and Ganguli, Exact solutions to the nonlinear dynamics of learning in
 * deep linear neural networks (2014); it is Keras's default for a recurrent kernel. As there, Q of
 * the QR decomposition of a Gaussian matrix, each column times the sign of R's diagonal, so that
 * all orthogonal matrices are equally likely. DL4J's {@code OrthogonalDistribution} takes minutes
 * for 100 × 400 weights.
 */
public final class Orthogonal implements IWeightInit {
  /** Of a smaller number ND4J takes no logarithm. */
  private static final double LEAST = 1e-15;

  @Override
  public INDArray init(
      double fanIn, double fanOut, long[] shape, char order, INDArray parameterView) {
    int rows = Math.toIntExact(shape[0]);
    int columns = Math.toIntExact(shape[1]);
    RealMatrix tall = orthonormalColumns(Math.max(rows, columns), Math.min(rows, columns));
    RealMatrix weights = rows > columns ? tall : tall.transpose();
    // A reshaped view shares its memory, so this fills the network's own parameters.
    return parameterView.reshape(order, shape).assign(Nd4j.createFromArray(weights.getData()));
  }

  private static RealMatrix orthonormalColumns(int rows, int columns) {
    QRDecomposition decomposition = new QRDecomposition(gaussian(rows, columns));
    RealMatrix q = decomposition.getQ().getSubMatrix(0, rows - 1, 0, columns - 1);
    RealMatrix r = decomposition.getR();
    for (int j = 0; j < columns; j++) {
      q.setColumnVector(j, q.getColumnVector(j).mapMultiply(Math.signum(r.getEntry(j, j))));
    }
    return q;
  }

  /**
   * From the network's own seed, as every weight of DL4J's, by the transformation of Box and Muller
   * (1958). ND4J's own Gaussians are the same, but it keeps every second one for later, also where
   * it is seeded anew in between.
   */
  private static RealMatrix gaussian(int rows, int columns) {
    Random random = Nd4j.getRandom();
    RealMatrix matrix = new Array2DRowRealMatrix(rows, columns);
    double second = 0;
    for (int k = 0; k < rows * columns; k++) {
      double value = second;
      if (k % 2 == 0) {
        double u = random.nextDouble();
        double v = random.nextDouble();
        while (u <= LEAST) {
          u = random.nextDouble();
          v = random.nextDouble();
        }
        double radius = Math.sqrt(-2 * Math.log(u));
        value = radius * Math.cos(2 * Math.PI * v);
        second = radius * Math.sin(2 * Math.PI * v);
      }
      matrix.setEntry(k / columns, k % columns, value);
    }
    return matrix;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Orthogonal;
  }

  @Override
  public int hashCode() {
    return Orthogonal.class.hashCode();
  }
}
