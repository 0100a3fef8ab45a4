package dev.bottleneck.step.cuda;

import dev.bottleneck.layer.ActivityPenalty;
import dev.bottleneck.step.cuda.Arena.Place;
import dev.bottleneck.step.graph.PenalizeActivity;
import dev.bottleneck.step.graph.PenalizeJacobian;

/** Penalties on a code: they pass it on as it is, and add to the score and to its gradient. */
final class PenaltyKernels {
  private PenaltyKernels() {}

  static void appendActivity(PenalizeActivity operation, Lowering lowering) {
    ActivityPenalty penalty = operation.penalty();
    Signal code = lowering.signal(operation.input());
    lowering.put(operation.output(), code);
    int batch = operation.input().size(0);
    int count = operation.input().length();
    double factor = penalty.factor(batch);
    switch (penalty.getKind()) {
      case L1 -> appendMagnitudes(lowering, code, count, factor, batch);
      case KL ->
          appendDivergence(lowering, code, batch, count / batch, penalty.getTarget(), factor);
    }
  }

  private static void appendMagnitudes(
      Lowering lowering, Signal code, int count, double factor, int batch) {
    int parts = Lowering.parts(count);
    Place partialScores = lowering.partialScores(parts);
    lowering.blocks(
        "sum_magnitudes", parts, 1, lowering.values(), code.value(), partialScores, count, factor);
    lowering.addScore(partialScores, parts);
    if (code.wantsGradient()) {
      lowering.onTheWayBack(
          () ->
              lowering.each(
                  "add_signs",
                  count,
                  lowering.values(),
                  code.value(),
                  code.gradient(),
                  count,
                  (float) (factor * batch),
                  lowering.adds(code.gradient())));
    }
  }

  /** Each example has a share of 1/B in the mean, and the updater will divide by B. */
  private static void appendDivergence(
      Lowering lowering, Signal code, int batch, int units, double target, double factor) {
    Place slopes = lowering.values().doubles(units);
    Place partialScores = lowering.partialScores(1);
    lowering.blocks(
        "mean_divergence",
        1,
        1,
        lowering.values(),
        code.value(),
        slopes,
        partialScores,
        batch,
        units,
        target,
        factor);
    lowering.addScore(partialScores, 1);
    if (code.wantsGradient()) {
      lowering.onTheWayBack(
          () ->
              lowering.each(
                  "add_slopes",
                  (long) batch * units,
                  lowering.values(),
                  slopes,
                  code.gradient(),
                  batch,
                  units,
                  factor,
                  lowering.adds(code.gradient())));
    }
  }

  static void appendJacobian(PenalizeJacobian operation, Lowering lowering) {
    Signal code = lowering.signal(operation.input());
    lowering.put(operation.output(), code);
    int batch = operation.input().size(0);
    int units = operation.input().size(1);
    int inputs = operation.weights().length() / units;
    int function = ElementwiseFunction.of(operation.function()).orElseThrow().number();
    double lambda = operation.lambda();
    Place weights = lowering.parameter(operation.weights());
    Place squaredWeights = lowering.values().doubles(units);
    Place squaredSlopes = lowering.values().doubles(units);
    Place partialScores = lowering.partialScores(units);
    lowering.blocks(
        "jacobian_norm",
        units,
        1,
        lowering.values(),
        function,
        code.value(),
        weights,
        lowering.network(),
        squaredWeights,
        squaredSlopes,
        partialScores,
        batch,
        units,
        inputs,
        lambda / batch);
    lowering.addScore(partialScores, units);
    if (!lowering.isTraining()) {
      return;
    }
    Place weightGradient = lowering.gradient(operation.weights());
    lowering.onTheWayBack(
        () -> {
          lowering.each(
              "jacobian_code_gradient",
              (long) batch * units,
              lowering.values(),
              function,
              code.value(),
              squaredWeights,
              code.gradient(),
              batch,
              units,
              lambda,
              lowering.adds(code.gradient()));
          lowering.each(
              "jacobian_weight_gradient",
              operation.weights().length(),
              lowering.values(),
              squaredSlopes,
              weights,
              weightGradient,
              lowering.network(),
              units,
              inputs,
              lambda,
              lowering.adds(weightGradient));
        });
  }
}
