package dev.bottleneck.evaluation;

import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How much of the class a code tells to a linear classifier: multinomial logistic regression on
 * frozen codes (Alain and Bengio, "Understanding intermediate layers using linear classifier
 * probes", 2016).
 *
 * <p>Codes are standardised with mean and standard deviation of the probe's training part alone; a
 * unit that is constant there is left out. The objective is the mean cross-entropy in nats plus λ/2
 * ‖W‖², biases free, minimised from nought until no component of the gradient exceeds 1e-5: it is
 * convex, so there is one answer, and no chance in it. The default λ is 1/n, which is
 * scikit-learn's default, C = 1.
 *
 * <p>No library fitted: Smile's objective sums in an order that depends on the number of cores,
 * Tribuo's trainer is stochastic.
 */
public final class LinearProbe {
  private static final Logger LOG = LoggerFactory.getLogger(LinearProbe.class);
  private static final double TOLERANCE = 1e-5;
  private static final int MOST_ITERATIONS = 2_000;

  /** Single precision goes a little further than it must, as its gradient is not exact. */
  private static final double ROUGH = 0.9;

  private static final int FIRST_ITERATIONS = 10;

  /** With more, the curvature's blocks cost more than the iterations that they spare. */
  private static final int MOST_UNITS = 1_000;

  private static final double CONSTANT = 1e-12;

  private final INDArray mean;
  private final INDArray scale;
  private final int classes;
  private final Lbfgs fit;

  private LinearProbe(INDArray mean, INDArray scale, int classes, Lbfgs fit) {
    this.mean = mean;
    this.scale = scale;
    this.classes = classes;
    this.fit = fit;
  }

  /** Fits the probe with λ = 1/n. */
  public static LinearProbe fit(INDArray codes, int[] labels) {
    return fit(codes, labels, 1.0 / labels.length);
  }

  /**
   * Fits the probe.
   *
   * @param codes {@code [n, units]}
   * @param labels the class of each row, from 0
   * @param l2 λ, above 0: separable codes have no optimum without it
   * @throws IllegalArgumentException if there are fewer than two classes, not a label to each row,
   *     or λ is not above 0
   */
  public static LinearProbe fit(INDArray codes, int[] labels, double l2) {
    check(codes, labels);
    if (!(l2 > 0)) {
      throw new IllegalArgumentException("an L2 strength of " + l2 + " is not above 0");
    }
    int classes = Arrays.stream(labels).max().orElse(0) + 1;
    if (Arrays.stream(labels).distinct().count() < 2 || Arrays.stream(labels).min().orElse(0) < 0) {
      throw new IllegalArgumentException("a probe needs two classes or more, numbered from 0");
    }
    INDArray x = codes.castTo(DataType.DOUBLE);
    if (!Double.isFinite(x.sumNumber().doubleValue())) {
      throw new IllegalArgumentException("a code is not finite: there is nothing to probe");
    }
    INDArray mean = x.mean(0);
    INDArray deviation = x.std(false, 0);
    INDArray scale = scale(deviation.toDoubleVector());
    INDArray standardised = x.subRowVector(mean).muliRowVector(scale);
    Lbfgs fit = minimise(standardised, labels, classes, l2);
    if (!fit.converged()) {
      LOG.warn(
          "The linear probe stopped after {} iterations at a gradient of {}, not {}",
          fit.iterations(),
          fit.gradient(),
          TOLERANCE);
    }
    return new LinearProbe(mean, scale, classes, fit);
  }

  /**
   * In single precision a few steps lead to where the probabilities are roughly right; the
   * curvature there makes a preconditioner for the rest; double precision has the last word.
   */
  private static Lbfgs minimise(INDArray codes, int[] labels, int classes, double l2) {
    INDArray floats = SoftmaxRegression.withOne(codes, DataType.FLOAT);
    SoftmaxRegression fast = new SoftmaxRegression(floats, labels, classes, l2);
    double[] start = new double[fast.parameters()];
    Lbfgs.Preconditioner preconditioner = Lbfgs.NONE;
    if (codes.size(1) <= MOST_UNITS) {
      SoftmaxCurvature curvature = new SoftmaxCurvature(floats, l2);
      preconditioner = curvature.uniform(classes);
      start = Lbfgs.minimise(fast, start, TOLERANCE, FIRST_ITERATIONS, preconditioner).x();
      preconditioner = curvature.at(fast.probabilities(start));
    }
    start = Lbfgs.minimise(fast, start, ROUGH * TOLERANCE, MOST_ITERATIONS, preconditioner).x();
    INDArray doubles = SoftmaxRegression.withOne(codes, DataType.DOUBLE);
    return Lbfgs.minimise(
        new SoftmaxRegression(doubles, labels, classes, l2),
        start,
        TOLERANCE,
        MOST_ITERATIONS,
        preconditioner);
  }

  /**
   * Which examples the probe gets right; its {@link Classification#error} is the measure.
   *
   * @param codes {@code [n, units]}
   * @param labels the class of each row; one the probe never saw counts as wrong
   */
  public Classification classify(INDArray codes, int[] labels) {
    check(codes, labels);
    return new Classification(labels, predict(codes));
  }

  /** The most probable class of each row of {@code codes} {@code [n, units]}; -1 of what is NaN. */
  public int[] predict(INDArray codes) {
    INDArray x = codes.castTo(DataType.DOUBLE).subRowVector(mean).muliRowVector(scale);
    return Classification.predicted(
        SoftmaxRegression.logits(SoftmaxRegression.withOne(x, DataType.DOUBLE), fit.x(), classes));
  }

  /** Weights on standardised codes, row by row {@code [units, classes]}, then the biases. */
  double[] parameters() {
    return fit.x();
  }

  /** Whether the gradient came within its tolerance. */
  public boolean converged() {
    return fit.converged();
  }

  private static INDArray scale(double[] deviations) {
    double largest = Arrays.stream(deviations).max().orElse(0);
    double least = CONSTANT + 1e-6 * largest;
    return Nd4j.createFromArray(
        Arrays.stream(deviations).map(s -> s <= least ? 0 : 1 / s).toArray());
  }

  private static void check(INDArray codes, int[] labels) {
    if (codes.rank() != 2 || codes.size(0) != labels.length || labels.length == 0) {
      throw new IllegalArgumentException(
          "codes %s and %d labels do not go together"
              .formatted(codes.shapeInfoToString(), labels.length));
    }
  }
}
