package dev.bottleneck.evaluation;

import dev.bottleneck.runtime.Interrupted;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What a classifier made of examples.
 *
 * @param labels the true class of each, from 0
 * @param predicted the class it was taken for; −1 where the output was no number
 */
public record Classification(int[] labels, int[] predicted) {
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
    int[] predicted = new int[labels.length];
    for (int from = 0; from < labels.length; from += ROWS) {
      Interrupted.check();
      int to = Math.min(labels.length, from + ROWS);
      System.arraycopy(predicted(outputs.of(from, to)), 0, predicted, from, to - from);
    }
    return new Classification(labels, predicted);
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

  /** Whether each example was right. */
  public boolean[] correct() {
    boolean[] correct = new boolean[labels.length];
    for (int i = 0; i < correct.length; i++) {
      correct[i] = predicted[i] == labels[i];
    }
    return correct;
  }

  /** The share of examples it got wrong, in [0, 1]. */
  public double error() {
    return error(IntStream.range(0, labels.length));
  }

  /** The same of the examples of one class; NaN if there is none. */
  public double errorOfClass(int label) {
    return error(IntStream.range(0, labels.length).filter(i -> labels[i] == label));
  }

  private double error(IntStream examples) {
    return examples
        .mapToDouble(i -> predicted[i] == labels[i] ? 0 : 1)
        .average()
        .orElse(Double.NaN);
  }

  /** How many of the classes that there are was no example taken for. */
  public int neverPredicted() {
    return (int)
        IntStream.of(labels)
            .distinct()
            .filter(label -> IntStream.of(predicted).noneMatch(p -> p == label))
            .count();
  }
}
