package dev.bottleneck.data;

import dev.bottleneck.training.BatchSource;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The batches of {@link Batches}, to the last bit, as views of an epoch that lies on the device in
 * its order.
 *
 * <p>The epoch is gathered at once into memory that all epochs share; where the order is that of
 * the examples the views are of the examples themselves. Either way nobody may write to them, and
 * an epoch's batches are gone when the next epoch is asked for. For one thread at a time.
 */
final class BatchViews implements BatchSource {
  private final Batches batches;
  private INDArray features; // [rows of an epoch, nIn]; null before the first one
  private INDArray targets;
  private List<DataSet> views;

  BatchViews(Batches batches) {
    this.batches = batches;
  }

  /** Examples of one epoch. */
  private static int rows(Batches batches) {
    return (int) Math.min((long) batches.count() * batches.batchSize(), batches.size());
  }

  /** What the copy of an epoch takes. */
  static long bytes(Batches batches) {
    long values = batches.features().length();
    if (batches.targets() != batches.features()) {
      values += batches.targets().length();
    }
    return rows(batches) * values * Float.BYTES;
  }

  @Override
  public int batchSize() {
    return batches.batchSize();
  }

  @Override
  public int count() {
    return batches.count();
  }

  @Override
  public Iterable<DataSet> epoch(int epoch) {
    if (batches.isShuffled()) {
      gather(Arrays.copyOf(batches.order(epoch), rows(batches)));
    } else {
      features = batches.features().matrix();
      targets = batches.targets() == batches.features() ? features : batches.targets().matrix();
    }
    if (views == null) {
      views = IntStream.range(0, count()).mapToObj(this::view).toList();
    }
    return views;
  }

  private void gather(int[] rows) {
    boolean same = batches.targets() == batches.features();
    features = gather(batches.features(), rows, features);
    targets = same ? features : gather(batches.targets(), rows, targets);
  }

  private static INDArray gather(Features from, int[] rows, INDArray place) {
    INDArray to =
        place != null
            ? place
            : Nd4j.createUninitialized(
                DataType.FLOAT, new long[] {rows.length, from.length()}, 'c');
    from.gather(rows, to, new float[from.blockFloats(rows.length)]);
    return to;
  }

  private DataSet view(int index) {
    int from = index * batchSize();
    int to = Math.min(from + batchSize(), rows(batches));
    INDArray inputs = rows(features, from, to);
    return new DataSet(inputs, targets == features ? inputs : rows(targets, from, to));
  }

  private static INDArray rows(INDArray array, int from, int to) {
    return array.get(NDArrayIndex.interval(from, to), NDArrayIndex.all());
  }
}
