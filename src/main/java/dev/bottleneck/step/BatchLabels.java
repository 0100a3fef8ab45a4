package dev.bottleneck.step;

import dev.bottleneck.step.graph.Program;
import dev.bottleneck.step.graph.Value;
import dev.bottleneck.training.LabelColumns;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** What batches hold for the losses of programs; for one thread at a time. */
final class BatchLabels {
  /** Where the labels of several losses are taken apart, the same place for each batch. */
  private final Map<Program, INDArray[]> apart = new WeakHashMap<>();

  /** Whether labels of that shape are what {@code program} takes. */
  static boolean fit(Program program, long... shape) {
    List<Value> wanted = program.plan().labels();
    if (wanted.size() == 1) {
      return Arrays.equals(wanted.get(0).shape(), shape);
    }
    return wanted.stream().allMatch(value -> value.rank() == 2)
        && shape[0] == program.plan().batch()
        && LabelColumns.fit(shape, widths(wanted));
  }

  /**
   * The labels for each loss, until it is asked for those of another batch.
   *
   * @param features those of the batch, as the program is given them
   */
  List<INDArray> of(Program program, DataSet batch, List<INDArray> features) {
    List<Value> wanted = program.plan().labels();
    List<INDArray> labels =
        batch.getLabels() == batch.getFeatures() ? features : Programs.inOrder(batch.getLabels());
    if (wanted.size() == 1) {
      return labels;
    }
    INDArray[] views = LabelColumns.views(labels.get(0), widths(wanted));
    INDArray[] parts = apart.computeIfAbsent(program, p -> places(wanted));
    for (int i = 0; i < parts.length; i++) {
      parts[i].assign(views[i]);
    }
    return List.of(parts);
  }

  private static INDArray[] places(List<Value> labels) {
    return labels.stream()
        .map(value -> Nd4j.createUninitialized(DataType.FLOAT, value.shape(), 'c'))
        .toArray(INDArray[]::new);
  }

  private static long[] widths(List<Value> labels) {
    return labels.stream().mapToLong(value -> value.size(1)).toArray();
  }
}
