package dev.bottleneck.step.cuda;

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
final class OperationKernels {
  private static final OperationTable<Lowering, NotCompilable> KNOWN =
      new OperationTable<Lowering, NotCompilable>()
          .known(Linear.class, DenseKernels::append)
          .known(Activation.class, ElementwiseKernels::appendActivation)
          .known(Corrupt.class, ElementwiseKernels::appendCorruption)
          .known(Reshape.class, CopyKernels::appendReshape)
          .known(Add.class, CopyKernels::appendAdd)
          .known(Merge.class, CopyKernels::appendMerge)
          .known(Repeat.class, CopyKernels::appendRepeat)
          .known(RowsOfSequence.class, CopyKernels::appendRows)
          .known(SequenceOfRows.class, CopyKernels::appendSequence)
          .known(Convolution.class, ImageKernels::appendConvolution)
          .known(TransposedConvolution.class, ImageKernels::appendTransposed)
          .known(MaxPooling.class, ImageKernels::appendPooling)
          .known(Lstm.class, LstmKernels::append)
          .known(KeepLargest.class, CodeKernels::appendKeepLargest)
          .known(SampleGaussian.class, CodeKernels::appendSample)
          .known(PenalizeActivity.class, PenaltyKernels::appendActivity)
          .known(PenalizeJacobian.class, PenaltyKernels::appendJacobian)
          .known(Loss.class, LossKernels::append);

  private OperationKernels() {}

  /** Appends an operation's launches and tells the signals of what it makes. */
  static void append(Operation operation, Lowering lowering) throws NotCompilable {
    if (!KNOWN.append(operation, lowering)) {
      throw new NotCompilable(
          "the CUDA engine has no operation " + operation.getClass().getSimpleName());
    }
  }
}
