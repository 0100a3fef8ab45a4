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
import dev.bottleneck.step.graph.PenalizeActivity;
import dev.bottleneck.step.graph.PenalizeJacobian;
import dev.bottleneck.step.graph.Repeat;
import dev.bottleneck.step.graph.Reshape;
import dev.bottleneck.step.graph.RowsOfSequence;
import dev.bottleneck.step.graph.SampleGaussian;
import dev.bottleneck.step.graph.SequenceOfRows;
import dev.bottleneck.step.graph.TransposedConvolution;
import java.util.HashMap;
import java.util.Map;

/** The operations that this engine has: a new one is one line here. */
final class OperationKernels {
  private static final Map<Class<?>, Entry<?>> KNOWN = new HashMap<>();

  static {
    known(Linear.class, DenseKernels::append);
    known(Activation.class, ElementwiseKernels::appendActivation);
    known(Corrupt.class, ElementwiseKernels::appendCorruption);
    known(Reshape.class, CopyKernels::appendReshape);
    known(Add.class, CopyKernels::appendAdd);
    known(Merge.class, CopyKernels::appendMerge);
    known(Repeat.class, CopyKernels::appendRepeat);
    known(RowsOfSequence.class, CopyKernels::appendRows);
    known(SequenceOfRows.class, CopyKernels::appendSequence);
    known(Convolution.class, ImageKernels::appendConvolution);
    known(TransposedConvolution.class, ImageKernels::appendTransposed);
    known(MaxPooling.class, ImageKernels::appendPooling);
    known(Lstm.class, LstmKernels::append);
    known(KeepLargest.class, CodeKernels::appendKeepLargest);
    known(SampleGaussian.class, CodeKernels::appendSample);
    known(PenalizeActivity.class, PenaltyKernels::appendActivity);
    known(PenalizeJacobian.class, PenaltyKernels::appendJacobian);
    known(Loss.class, LossKernels::append);
  }

  private OperationKernels() {}

  /** Appends an operation's launches and tells the signals of what it makes. */
  @FunctionalInterface
  private interface Appender<O extends Operation> {
    void append(O operation, Lowering lowering) throws NotCompilable;
  }

  private record Entry<O extends Operation>(Class<O> type, Appender<O> appender) {
    void append(Operation operation, Lowering lowering) throws NotCompilable {
      appender.append(type.cast(operation), lowering);
    }
  }

  private static <O extends Operation> void known(Class<O> type, Appender<O> appender) {
    KNOWN.put(type, new Entry<>(type, appender));
  }

  static void append(Operation operation, Lowering lowering) throws NotCompilable {
    Entry<?> entry = KNOWN.get(operation.getClass());
    if (entry == null) {
      throw new NotCompilable(
          "the CUDA engine has no operation " + operation.getClass().getSimpleName());
    }
    entry.append(operation, lowering);
  }
}
