package dev.bottleneck.step.cuda;

import dev.bottleneck.step.cuda.Arena.Place;
import dev.bottleneck.step.graph.Activation;
import dev.bottleneck.step.graph.Linear;
import dev.bottleneck.step.graph.Value;
import java.util.Optional;

/**
 * {@code Y = f(X W + b)}: with the gradient G of what goes into f, ∂L/∂W is {@code Xᵀ G}, ∂L/∂b the
 * sums of G's columns, ∂L/∂X is {@code G Wᵀ}.
 */
final class DenseKernels {
  private DenseKernels() {}

  static void append(Linear linear, Lowering lowering) {
    Signal x = lowering.signal(linear.input());
    int rows = linear.input().size(0);
    int in = linear.input().size(1);
    int out = linear.output().size(1);
    Optional<Activation> fused = lowering.fusible(linear.output());
    Value made = fused.map(Activation::output).orElse(linear.output());
    Signal y = lowering.newSignal(made, true);
    int function =
        fused
            .flatMap(f -> ElementwiseFunction.of(f.function()))
            .map(ElementwiseFunction::number)
            .orElse(ElementwiseFunction.LINEAR);
    Matrix weights = weights(linear, lowering.parameter(linear.weights()), in, out);
    new Products(lowering)
        .append(
            Matrix.rows(x.value(), in),
            weights,
            lowering.parameter(linear.bias()),
            function,
            Matrix.rows(y.value(), out),
            rows,
            out,
            in,
            0);
    lowering.put(made, y);
    if (!lowering.isTraining()) {
      return;
    }
    Place sumGradient = fused.isEmpty() ? y.gradient() : lowering.values().floats(made.length());
    lowering.onTheWayBack(
        () -> {
          if (fused.isPresent()) {
            ElementwiseKernels.appendBackward(
                lowering, function, y.value(), y.gradient(), sumGradient, made.length(), 0);
          }
          appendBackward(linear, lowering, x, sumGradient, rows, in, out);
        });
  }

  private static void appendBackward(
      Linear linear, Lowering lowering, Signal x, Place gradient, int rows, int in, int out) {
    Products products = new Products(lowering);
    Matrix inputs = Matrix.rows(x.value(), in);
    Matrix g = Matrix.rows(gradient, out);
    Place ofWeights = lowering.gradient(linear.weights());
    int adds = lowering.adds(ofWeights);
    if (linear.tied()) {
      products.append(inputs.transposed(), g, Matrix.rows(ofWeights, out), in, out, rows, adds);
    } else {
      products.append(g.transposed(), inputs, Matrix.rows(ofWeights, in), out, in, rows, adds);
    }
    Place ofBias = lowering.gradient(linear.bias());
    products.sumRows(gradient, rows, out, ofBias, lowering.adds(ofBias));
    if (x.wantsGradient()) {
      Matrix weights = weights(linear, lowering.parameter(linear.weights()), in, out);
      products.append(
          g,
          weights.transposed(),
          Matrix.rows(x.gradient(), in),
          rows,
          in,
          out,
          lowering.adds(x.gradient()));
    }
  }

  /**
   * W, {@code [in, out]}: an output's weights lie side by side, or where they are tied an input's.
   */
  private static Matrix weights(Linear linear, Place place, int in, int out) {
    return linear.tied() ? new Matrix(place, out, 1) : new Matrix(place, 1, in);
  }
}
