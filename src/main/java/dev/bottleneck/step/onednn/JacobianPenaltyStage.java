package dev.bottleneck.step.onednn;

import dev.bottleneck.step.graph.Activation;
import dev.bottleneck.step.graph.NotCompilable;
import dev.bottleneck.step.graph.PenalizeJacobian;
import dev.bottleneck.step.onednn.primitive.ParameterView;
import dev.bottleneck.step.onednn.primitive.Signal;
import dev.bottleneck.step.onednn.primitive.Stage;
import dev.bottleneck.step.onednn.primitive.StageBuilder;
import dev.bottleneck.step.onednn.primitive.Tensor;
import java.util.Arrays;

/**
 * The penalty {@code λ Σ_n Σ_j s_nj² w_j} of {@link PenalizeJacobian} on a code h, with {@code s =
 * f′(z)} and {@code w_j = Σ_i W_ij²}.
 *
 * <p>It adds {@code 2 λ s f″/f′ w} to ∂L/∂h, which the activation's own slope s turns into the
 * gradient of the pre-activation, and {@code 2 λ W_ij Σ_n s_nj²} to ∂L/∂W.
 */
final class JacobianPenaltyStage implements Stage {
  private final Signal code;
  private final double lambda;
  private final boolean sigmoid;
  private final ParameterView weights;
  private final Tensor w; // [out, in] in C order
  private final Tensor weightGradient;
  private final float[] h;
  private final float[] codeGradient;
  private final float[] column;
  private final float[] gradientColumn;
  private final double[] squaredWeights;
  private final double[] squaredSlopes;
  private boolean overwrites;
  private double score;

  private JacobianPenaltyStage(PenalizeJacobian operation, ParameterView weights, Signal code) {
    this.code = code;
    this.weights = weights;
    lambda = operation.lambda();
    sigmoid = operation.function() == Activation.Function.SIGMOID;
    int units = code.value().size(1);
    int inputs = weights.length() / units;
    var layout = StageBuilder.plain(units, inputs);
    w = weights.value(layout);
    weightGradient = weights.gradient(layout);
    h = new float[code.value().length()];
    codeGradient = new float[h.length];
    column = new float[inputs];
    gradientColumn = new float[inputs];
    squaredWeights = new double[units];
    squaredSlopes = new double[units];
  }

  static void append(PenalizeJacobian operation, Lowering lowering) throws NotCompilable {
    Signal code = lowering.inOrder(operation.input());
    ParameterView weights = lowering.parameter(operation.weights());
    lowering.builder().add(new JacobianPenaltyStage(operation, weights, code));
    lowering.put(operation.output(), code);
  }

  @Override
  public void prepareBackward() {
    overwrites = weights.claimGradient();
  }

  @Override
  public void forward(int iteration) {
    int units = squaredWeights.length;
    for (int j = 0; j < units; j++) {
      w.get(j * column.length, column, column.length);
      double sum = 0;
      for (float weight : column) {
        sum += (double) weight * weight;
      }
      squaredWeights[j] = sum;
    }
    code.value().get(h);
    Arrays.fill(squaredSlopes, 0);
    for (int i = 0; i < h.length; i++) {
      double s = slope(h[i]);
      squaredSlopes[i % units] += s * s;
    }
    score = 0;
    for (int j = 0; j < units; j++) {
      score += squaredSlopes[j] * squaredWeights[j];
    }
    score *= lambda / code.value().size(0);
  }

  /** f′ from h. */
  private double slope(double h) {
    return sigmoid ? h * (1 - h) : 1 - h * h;
  }

  /** f″/f′ from h. */
  private double bend(double h) {
    return sigmoid ? 1 - 2 * h : -2 * h;
  }

  @Override
  public void backward() {
    for (int j = 0; j < squaredWeights.length; j++) {
      addToWeightGradient(j);
    }
    Tensor gradient = code.requireGradient();
    gradient.get(codeGradient);
    for (int i = 0; i < h.length; i++) {
      double byWeights = 2 * lambda * squaredWeights[i % squaredWeights.length];
      codeGradient[i] += (float) (slope(h[i]) * bend(h[i]) * byWeights);
    }
    gradient.put(codeGradient);
  }

  private void addToWeightGradient(int j) {
    int start = j * column.length;
    w.get(start, column, column.length);
    if (overwrites) {
      Arrays.fill(gradientColumn, 0);
    } else {
      weightGradient.get(start, gradientColumn, column.length);
    }
    float factor = (float) (2 * lambda * squaredSlopes[j]);
    for (int i = 0; i < column.length; i++) {
      gradientColumn[i] += factor * column[i];
    }
    weightGradient.put(start, gradientColumn, column.length);
  }

  @Override
  public double score() {
    return score;
  }
}
