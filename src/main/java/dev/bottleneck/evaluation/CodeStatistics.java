package dev.bottleneck.evaluation;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * How the units of a code are used, over all batches of a data set.
 *
 * <p>A unit is <em>dead</em> if it says the same of every example: if its standard deviation over
 * the data is at most 1/1000 of the most varying unit's, or at most 1e-6. The first holds for units
 * of any scale (ReLU, GELU); the second for a code that has collapsed altogether. A sigmoid unit
 * stuck at 1 is as dead as a ReLU unit stuck at 0.
 *
 * <p>The <em>sparsity</em> is the share of activations with |h| &lt; 1e-3: a count of noughts with
 * a tolerance, ℓ0 with ε (Hurley and Rickard, IEEE Transactions on Information Theory 55, 2009). A
 * sigmoid code is never quite nought: of it, the mean activation tells more.
 *
 * <p>Means and variances are merged batch by batch in double precision (Chan, Golub and LeVeque,
 * The American Statistician 37, 1983).
 */
public final class CodeStatistics {
  private static final double RELATIVE = 1e-3;
  private static final double ABSOLUTE = 1e-6;
  private static final double NOUGHT = 1e-3;

  private long examples;
  private long noughts;
  private double[] mean = new double[0];
  private double[] squares = new double[0];

  /**
   * Adds a batch of codes.
   *
   * @param codes {@code [n, units]}
   * @throws IllegalArgumentException if it has no example or not the units of the batch before
   */
  public CodeStatistics add(INDArray codes) {
    boolean first = examples == 0;
    if (codes.rank() != 2 || codes.isEmpty() || !first && codes.size(1) != mean.length) {
      throw new IllegalArgumentException(
          "codes %s are not [n, %s]"
              .formatted(codes.shapeInfoToString(), first ? "units" : mean.length));
    }
    INDArray h = codes.castTo(DataType.DOUBLE);
    INDArray batchMean = h.mean(0);
    INDArray centred = h.subRowVector(batchMean);
    noughts += Transforms.abs(h, true).lt(NOUGHT).castTo(DataType.INT64).sumNumber().longValue();
    merge(h.size(0), batchMean.toDoubleVector(), centred.muli(centred).sum(0).toDoubleVector());
    return this;
  }

  private void merge(long more, double[] moreMean, double[] moreSquares) {
    if (examples == 0) {
      mean = moreMean;
      squares = moreSquares;
    } else {
      double share = (double) more / (examples + more);
      for (int j = 0; j < mean.length; j++) {
        double shift = moreMean[j] - mean[j];
        mean[j] += shift * share;
        squares[j] += moreSquares[j] + shift * shift * share * examples;
      }
    }
    examples += more;
  }

  /** Mean activation of each unit: {@code [units]}. */
  public double[] meanActivations() {
    return mean.clone();
  }

  /** Standard deviation of each unit over the data, with divisor n: {@code [units]}. */
  public double[] standardDeviations() {
    double[] deviations = new double[squares.length];
    for (int j = 0; j < deviations.length; j++) {
      deviations[j] = Math.sqrt(squares[j] / examples);
    }
    return deviations;
  }

  /** Mean activation over units and examples; NaN before the first batch. */
  public double meanActivation() {
    double sum = 0;
    for (double m : mean) {
      sum += m;
    }
    return sum / mean.length;
  }

  /** The share of activations with |h| &lt; 1e-3, in [0, 1]. */
  public double sparsity() {
    return (double) noughts / ((double) examples * mean.length);
  }

  /** The share of units that are dead, in [0, 1]; NaN if an activation was not finite. */
  public double deadUnits() {
    double[] deviations = standardDeviations();
    double largest = 0;
    for (double deviation : deviations) {
      largest = Math.max(largest, deviation);
    }
    if (!Double.isFinite(largest)) {
      return Double.NaN;
    }
    int dead = 0;
    for (double deviation : deviations) {
      dead += deviation <= Math.max(ABSOLUTE, RELATIVE * largest) ? 1 : 0;
    }
    return (double) dead / deviations.length;
  }
}
