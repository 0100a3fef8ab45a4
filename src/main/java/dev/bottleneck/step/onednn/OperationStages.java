package dev.bottleneck.step.onednn;

import dev.bottleneck.step.graph.Activation;
import dev.bottleneck.step.graph.Add;
import dev.bottleneck.step.graph.Convolution;
import dev.bottleneck.step.graph.Corrupt;
import dev.bottleneck.step.graph.KeepLargest;
import dev.bottleneck.step.graph.Linear;
import dev.bottleneck.step.graph.Loss;
import dev.bottleneck.step.graph.Lstm;
import dev.bottleneck.step.graph.MaxPooling;
import dev.bottleneck.step.graph.Merge;
import dev.bottleneck.step.graph.NotCompilable;
import dev.bottleneck.step.graph.Operation;
import dev.bottleneck.step.graph.OperationTable;
import dev.bottleneck.step.graph.PenalizeActivity;
import dev.bottleneck.step.graph.PenalizeJacobian;
import dev.bottleneck.step.graph.Repeat;
import dev.bottleneck.step.graph.Reshape;
import dev.bottleneck.step.graph.RowsOfSequence;
import dev.bottleneck.step.graph.SampleGaussian;
import dev.bottleneck.step.graph.SequenceOfRows;
import dev.bottleneck.step.graph.TransposedConvolution;

/** The operations that this engine has: a new one is one line here. */
final class OperationStages {
  private static final OperationTable<Lowering, NotCompilable> KNOWN =
      new OperationTable<Lowering, NotCompilable>()
          .known(Linear.class, LinearStage::append)
          .known(Activation.class, ElementwiseStage::append)
          .known(Convolution.class, ConvolutionStage::appendDirect)
          .known(TransposedConvolution.class, ConvolutionStage::appendTransposed)
          .known(MaxPooling.class, PoolingStage::append)
          .known(Lstm.class, LstmStages::append)
          .known(Repeat.class, Sequences::appendRepeat)
          .known(RowsOfSequence.class, Sequences::appendRows)
          .known(SequenceOfRows.class, Sequences::appendSequence)
          .known(Reshape.class, ReorderStage::appendReshape)
          .known(Corrupt.class, CorruptionStage::append)
          .known(KeepLargest.class, KeepLargestStage::append)
          .known(SampleGaussian.class, SampleGaussianStage::append)
          .known(PenalizeActivity.class, ActivityPenaltyStage::append)
          .known(PenalizeJacobian.class, JacobianPenaltyStage::append)
          .known(Merge.class, MergeStage::append)
          .known(Add.class, AddStage::append)
          .known(Loss.class, LossStages::append);

  private OperationStages() {}

  /** Appends an operation's stages and tells the signals of what it makes. */
  static void append(Operation operation, Lowering lowering) throws NotCompilable {
    if (!KNOWN.append(operation, lowering)) {
      throw new NotCompilable(
          "the oneDNN engine has no operation " + operation.getClass().getSimpleName());
    }
  }
}
