package dev.bottleneck.evaluation;

import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

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
    INDArray x = rows(original);
    INDArray y = rows(reconstruction);
    squaredError.addAll(squaredErrors(x, y));
    crossEntropy.addAll(crossEntropies(x, y));
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

  private static INDArray rows(INDArray batch) {
    return batch.castTo(DataType.DOUBLE).reshape('c', batch.size(0), -1);
  }

  private static double[] squaredErrors(INDArray x, INDArray y) {
    INDArray difference = x.sub(y);
    return difference.muli(difference).mean(1).toDoubleVector();
  }

  private static double[] crossEntropies(INDArray x, INDArray y) {
    if (x.minNumber().doubleValue() < 0 || x.maxNumber().doubleValue() > 1) {
      double[] undefined = new double[(int) x.size(0)];
      Arrays.fill(undefined, Double.NaN);
      return undefined;
    }
    INDArray p = Transforms.min(Transforms.max(y, CLIP, true), 1 - CLIP, false);
    INDArray white = Transforms.log(p, true).muli(x);
    INDArray black = Transforms.log(p.rsub(1), false).muli(x.rsub(1));
    return white.addi(black).mean(1).negi().toDoubleVector();
  }
}
