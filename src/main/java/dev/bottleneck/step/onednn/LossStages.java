package dev.bottleneck.step.onednn;

import dev.bottleneck.step.graph.Loss;
import dev.bottleneck.step.graph.NotCompilable;
import dev.bottleneck.step.onednn.primitive.Signal;
import dev.bottleneck.step.onednn.primitive.StageBuilder;
import dev.bottleneck.step.onednn.primitive.Tensor;

/** The stage of each kind of loss. */
final class LossStages {
  private LossStages() {}

  static void append(Loss loss, Lowering lowering) throws NotCompilable {
    StageBuilder builder = lowering.builder();
    Signal prediction = lowering.inOrder(loss.prediction());
    Tensor labels = lowering.labels(loss.labels());
    if (!prediction.wantsGradient()) {
      throw new NotCompilable("a loss of what has no parameters before it");
    }
    builder.add(
        switch (loss.kind()) {
          case BINARY_CROSS_ENTROPY ->
              new BinaryCrossEntropyStage(builder, prediction, labels, loss.factor());
          case CLIPPED_CROSS_ENTROPY ->
              new ClippedCrossEntropyStage(prediction, labels, loss.factor());
          case SQUARED_ERROR -> new SquaredErrorStage(prediction, labels, loss.factor());
          case SOFTMAX_CROSS_ENTROPY ->
              new SoftmaxCrossEntropyStage(builder, prediction, labels, loss.factor(), loss.clip());
          case CLASS_CROSS_ENTROPY -> new ClassCrossEntropyStage(prediction, labels, loss.factor());
        });
  }
}
