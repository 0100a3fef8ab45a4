package dev.bottleneck.evaluation;

import dev.bottleneck.runtime.Interrupted;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Which examples a classifier got right.
 *
 * @param correct an entry an example
 */
public record Classification(boolean[] correct) {
  private static final int ROWS = 2_000;

  /** What a classifier makes of a block of examples. */
  @FunctionalInterface
  public interface Outputs {
    /** Of the examples {@code from} (inclusive) to {@code to}: {@code [to - from, classes]}. */
    INDArray of(int from, int to);
  }

  /**
   * Classifies each example as the unit of largest output; the first of equal ones counts.
   *
   * @param outputs asked for a block of examples after the other
   * @param labels the true class of each example
   * @throws Interrupted if this thread was interrupted
   */
  public static Classification of(Outputs outputs, int[] labels) {
    boolean[] correct = new boolean[labels.length];
    for (int from = 0; from < labels.length; from += ROWS) {
      Interrupted.check();
      int to = Math.min(labels.length, from + ROWS);
      int[] predicted = predicted(outputs.of(from, to));
      for (int i = from; i < to; i++) {
        correct[i] = predicted[i - from] == labels[i];
      }
    }
    return new Classification(correct);
  }

  /**
   * The unit of largest output of each row {@code [n, classes]}; -1 where one is NaN or infinite:
   * no class was predicted there, least of all the first.
   */
  static int[] predicted(INDArray outputs) {
    int[] predicted = outputs.argMax(1).toIntVector();
    double[] sums = outputs.sum(1).toDoubleVector();
    for (int i = 0; i < predicted.length; i++) {
      predicted[i] = Double.isFinite(sums[i]) ? predicted[i] : -1;
    }
    return predicted;
  }

  /** The share of examples it got wrong, in [0, 1]. */
  public double error() {
    int wrong = 0;
    for (boolean c : correct) {
      wrong += c ? 0 : 1;
    }
    return (double) wrong / correct.length;
  }
}
