package dev.bottleneck.evaluation;

import dev.bottleneck.device.HeapCopy;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * How well reconstructions x' match their originals x, one convention for every variant.
 *
 * <p>Both errors are means over values (pixels), then over examples:
 *
 * <pre>  cross-entropy = −1/(n·d) Σ [x ln x' + (1 − x) ln(1 − x')]   (nats per pixel)
 *  squared error = 1/(n·d) Σ (x − x')²</pre>
 *
 * <p>For the cross-entropy x' is clipped to [1e-7, 1 − 1e-7], as Keras does (its {@code
 * binary_crossentropy} with the default {@code epsilon} of 1e-7), and both x and x' must be meant
 * as probabilities; where x lies outside [0, 1] the cross-entropy means nothing and is NaN. Its
 * least value is the entropy of x itself, which is nought only for black-and-white originals.
 *
 * <p>All sums are in double precision: a float sum over tens of millions of pixels loses digits.
 */
public final class Reconstruction {
  private static final double CLIP = 1e-7;

  private final Series crossEntropy = new Series();
  private final Series squaredError = new Series();

  /**
   * Adds a batch.
   *
   * @param original {@code [n, ...]}, such as {@code [n, 784]} or {@code [n, 1, 28, 28]}
   * @param reconstruction the same shape
   * @throws IllegalArgumentException if the shapes differ or there is no value
   */
  public Reconstruction add(INDArray original, INDArray reconstruction) {
    if (!original.equalShapes(reconstruction) || original.rank() < 2 || original.isEmpty()) {
      throw new IllegalArgumentException(
          "original %s and reconstruction %s need the same shape [n, ...]"
              .formatted(original.shapeInfoToString(), reconstruction.shapeInfoToString()));
    }
    double[] x = HeapCopy.doublesInOrder(original);
    double[] y = HeapCopy.doublesInOrder(reconstruction);
    int n = (int) original.size(0);
    double[] squared = new double[n];
    double[] entropy = new double[n];
    int d = x.length / n;
    for (int i = 0; i < n; i++) {
      for (int j = i * d; j < (i + 1) * d; j++) {
        squared[i] += (x[j] - y[j]) * (x[j] - y[j]) / d;
        entropy[i] += crossEntropy(x[j], y[j]) / d;
      }
    }
    squaredError.addAll(squared);
    crossEntropy.addAll(entropy);
    return this;
  }

  /** Mean binary cross-entropy per pixel, in nats; NaN if an original lies outside [0, 1]. */
  public double crossEntropy() {
    return crossEntropy.mean();
  }

  /** Mean squared error per pixel. */
  public double squaredError() {
    return squaredError.mean();
  }

  /** The cross-entropy of each example, in nats per pixel, in the order added: {@code [n]}. */
  public double[] crossEntropyPerExample() {
    return crossEntropy.values();
  }

  /** The squared error of each example, per pixel, in the order added: {@code [n]}. */
  public double[] squaredErrorPerExample() {
    return squaredError.values();
  }

  /** Number of examples added. */
  public int examples() {
    return squaredError.size();
  }

  private static double crossEntropy(double x, double y) {
    if (!(x >= 0 && x <= 1)) {
      return Double.NaN;
    }
    double p = Math.max(CLIP, Math.min(1 - CLIP, y));
    // Many pixels are black or white: one logarithm is theirs, and the other is multiplied by 0.
    if (x == 0) {
      return -Math.log(1 - p);
    }
    return x == 1 ? -Math.log(p) : -x * Math.log(p) - (1 - x) * Math.log(1 - p);
  }
}
