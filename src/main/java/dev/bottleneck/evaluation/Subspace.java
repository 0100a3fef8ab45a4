package dev.bottleneck.evaluation;

import java.util.Arrays;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.SingularValueDecomposition;

/**
 * The span of some vectors: whether two sets of vectors say the same up to a linear map.
 *
 * <p>Held as an orthonormal basis of double precision, {@code [values, dimension]}, from the
 * vectors' singular value decomposition; all below is therefore the same for any basis of it.
 */
public final class Subspace {
  private final RealMatrix basis;

  private Subspace(RealMatrix basis) {
    this.basis = basis;
  }

  /**
   * The span of {@code vectors} {@code [n, values]}; of those that depend on others nothing is
   * left.
   *
   * @throws IllegalArgumentException if they are not finite, or none is other than nought
   */
  public static Subspace spannedBy(double[][] vectors) {
    if (!Arrays.stream(vectors).flatMapToDouble(Arrays::stream).allMatch(Double::isFinite)) {
      throw new IllegalArgumentException("the vectors are not finite");
    }
    SingularValueDecomposition svd =
        new SingularValueDecomposition(new Array2DRowRealMatrix(vectors).transpose());
    if (svd.getRank() == 0) {
      throw new IllegalArgumentException("the vectors are nought and span nothing");
    }
    RealMatrix u = svd.getU();
    return new Subspace(u.getSubMatrix(0, u.getRowDimension() - 1, 0, svd.getRank() - 1));
  }

  /** The number of independent vectors in it. */
  public int dimension() {
    return basis.getColumnDimension();
  }

  /** What comes nearest to {@code vector} in it, by least squares: its orthogonal projection. */
  public double[] nearest(double[] vector) {
    return basis.operate(basis.preMultiply(vector));
  }

  /**
   * The share of {@code vector} that lies in it, R² = 1 − ‖v − Pv‖² / ‖v‖², from 0 to 1.
   *
   * <p>The variation is about nought, not about the mean: a subspace has no constant term. NaN for
   * a vector of noughts.
   */
  public double rSquared(double[] vector) {
    double[] nearest = nearest(vector);
    double rest = 0;
    double all = 0;
    for (int i = 0; i < vector.length; i++) {
      rest += (vector[i] - nearest[i]) * (vector[i] - nearest[i]);
      all += vector[i] * vector[i];
    }
    return 1 - rest / all;
  }

  /**
   * The principal angles of {@code other} to this, in degrees, ascending, one for each dimension of
   * {@code other}; those beyond this one's dimension are 90. The last is how far a vector of {@code
   * other} can lean out of this.
   *
   * <p>Björck and Golub, Mathematics of Computation 27 (1973): with orthonormal A and B, the
   * cosines are the singular values of AᵀB, the sines those of B − A AᵀB. Cosines lose small angles
   * and sines those near 90°; the arctangent of both keeps either.
   */
  public double[] anglesTo(Subspace other) {
    RealMatrix common = basis.transpose().multiply(other.basis);
    RealMatrix rest = other.basis.subtract(basis.multiply(common));
    int count = other.dimension();
    // Both descending; the second has no more values than the smaller dimension.
    double[] sines = singularValues(rest);
    double[] cosines = Arrays.copyOf(singularValues(common), count);
    double[] angles = new double[count];
    for (int i = 0; i < count; i++) {
      angles[i] = Math.toDegrees(Math.atan2(sines[count - 1 - i], cosines[i]));
    }
    return angles;
  }

  /** The last of {@link #anglesTo}: 0 if {@code other} lies in this, 90 at the most. */
  public double largestAngleTo(Subspace other) {
    double[] angles = anglesTo(other);
    return angles[angles.length - 1];
  }

  private static double[] singularValues(RealMatrix matrix) {
    return new SingularValueDecomposition(matrix).getSingularValues();
  }
}
