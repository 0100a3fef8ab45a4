package dev.bottleneck.step.cuda;

import dev.bottleneck.step.cuda.Arena.Place;
import dev.bottleneck.step.graph.Loss;
import dev.bottleneck.step.graph.NotCompilable;
import java.util.Locale;

/** Losses: their part of the score and, while training, in the same launch, their gradient. */
final class LossKernels {
  private LossKernels() {}

  static void append(Loss loss, Lowering lowering) throws NotCompilable {
    Signal prediction = lowering.signal(loss.prediction());
    if (!lowering.isTraining()) {
      append(loss, lowering, prediction.value(), 0L, 0);
      return;
    }
    if (!prediction.wantsGradient()) {
      throw new NotCompilable("a loss of what has no parameters before it");
    }
    Place gradient = prediction.gradient();
    lowering.onTheWayBack(
        () -> append(loss, lowering, prediction.value(), gradient, lowering.adds(gradient)));
  }

  private static void append(
      Loss loss, Lowering lowering, Place prediction, Object gradient, int adds) {
    int batch = lowering.batch();
    Place labels = lowering.labels(loss.labels());
    int count = loss.prediction().length();
    int parts =
        switch (loss.kind()) {
          case BINARY_CROSS_ENTROPY, CLIPPED_CROSS_ENTROPY, SQUARED_ERROR -> Lowering.parts(count);
          case SOFTMAX_CROSS_ENTROPY, CLASS_CROSS_ENTROPY -> Lowering.parts(batch);
        };
    Place partialScores = lowering.partialScores(parts);
    Arena values = lowering.values();
    switch (loss.kind()) {
      case BINARY_CROSS_ENTROPY, CLIPPED_CROSS_ENTROPY, SQUARED_ERROR ->
          lowering.blocks(
              loss.kind().name().toLowerCase(Locale.ROOT),
              parts,
              1,
              values,
              prediction,
              labels,
              gradient,
              partialScores,
              count,
              loss.factor(),
              batch,
              adds);
      case SOFTMAX_CROSS_ENTROPY, CLASS_CROSS_ENTROPY ->
          lowering.blocks(
              "softmax_cross_entropy",
              parts,
              1,
              values,
              prediction,
              labels,
              gradient,
              partialScores,
              batch,
              count / batch,
              loss.factor(),
              loss.kind() == Loss.Kind.CLASS_CROSS_ENTROPY ? 1 : 0,
              loss.clip(),
              adds);
    }
    lowering.addScore(partialScores, parts);
  }
}
