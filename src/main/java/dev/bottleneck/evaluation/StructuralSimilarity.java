package dev.bottleneck.evaluation;

/**
 * The structural similarity (SSIM) of two gray images with values in [0, 1], a mean over all
 * windows of 11 × 11 that lie whole within them:
 *
 * <pre>  (2 μx μy + C1) (2 σxy + C2) / ((μx² + μy² + C1) (σx² + σy² + C2))</pre>
 *
 * <p>Moments are weighted by a Gaussian of σ = 1.5 pixels whose weights sum to 1; C1 = 0.01², C2 =
 * 0.03². 1 for equal images, else less, and no less than −1. Source: Wang et al., Image Quality
 * Assessment: From Error Visibility to Structural Similarity (2004), section III.
 */
final class StructuralSimilarity {
  /** Pixels along a window's side. */
  static final int WINDOW = 11;

  private static final double DEVIATION = 1.5;
  private static final double C1 = 0.01 * 0.01;
  private static final double C2 = 0.03 * 0.03;
  private static final double[] WEIGHTS = weights();

  private final int height;
  private final int width;
  private final double[] byRow; // one filtered along its rows alone

  /**
   * @throws IllegalArgumentException if no window lies within an image of that size
   */
  StructuralSimilarity(int height, int width) {
    if (height < WINDOW || width < WINDOW) {
      throw new IllegalArgumentException(
          "an image of %d × %d is smaller than the window of %d × %3$d"
              .formatted(height, width, WINDOW));
    }
    this.height = height;
    this.width = width;
    byRow = new double[height * columns()];
  }

  private static double[] weights() {
    double[] weights = new double[WINDOW];
    double sum = 0;
    for (int i = 0; i < WINDOW; i++) {
      double distance = i - (WINDOW - 1) / 2.0;
      weights[i] = Math.exp(-distance * distance / (2 * DEVIATION * DEVIATION));
      sum += weights[i];
    }
    for (int i = 0; i < WINDOW; i++) {
      weights[i] /= sum;
    }
    return weights;
  }

  private int columns() {
    return width - WINDOW + 1;
  }

  /** That of the images that begin at {@code offset} of {@code x} and {@code y}, row by row. */
  double of(double[] x, double[] y, int offset) {
    double[] meanX = filtered(x, x, offset, false);
    double[] meanY = filtered(y, y, offset, false);
    double[] squareX = filtered(x, x, offset, true);
    double[] squareY = filtered(y, y, offset, true);
    double[] product = filtered(x, y, offset, true);
    double sum = 0;
    for (int i = 0; i < meanX.length; i++) {
      double both = meanX[i] * meanY[i];
      double squares = meanX[i] * meanX[i] + meanY[i] * meanY[i];
      double covariance = product[i] - both;
      double variances = squareX[i] + squareY[i] - squares;
      sum += (2 * both + C1) * (2 * covariance + C2) / ((squares + C1) * (variances + C2));
    }
    return sum / meanX.length;
  }

  /** The weighted mean of x, or of x y, over each window. */
  private double[] filtered(double[] x, double[] y, int offset, boolean product) {
    int columns = columns();
    for (int row = 0; row < height; row++) {
      for (int column = 0; column < columns; column++) {
        int from = offset + row * width + column;
        double sum = 0;
        for (int k = 0; k < WINDOW; k++) {
          sum += WEIGHTS[k] * (product ? x[from + k] * y[from + k] : x[from + k]);
        }
        byRow[row * columns + column] = sum;
      }
    }
    double[] means = new double[(height - WINDOW + 1) * columns];
    for (int i = 0; i < means.length; i++) {
      double sum = 0;
      for (int k = 0; k < WINDOW; k++) {
        sum += WEIGHTS[k] * byRow[i + k * columns];
      }
      means[i] = sum;
    }
    return means;
  }
}
