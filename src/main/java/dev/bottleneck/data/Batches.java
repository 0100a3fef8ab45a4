package dev.bottleneck.data;

import dev.bottleneck.device.DeviceHabits;
import dev.bottleneck.training.BatchSource;
import dev.bottleneck.training.RowBatches;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Mini-batches of examples that stay where they are, as they are held: each batch is gathered by
 * row index, and turned to floats then.
 *
 * <p>The order of an epoch is a function of (number of examples, seed, epoch) alone, so that a run
 * resumed at any batch goes on exactly as it would have. A {@code Batches} is immutable.
 */
public final class Batches implements RowBatches {
  private final Features features;
  private final Features targets;
  private final int batchSize;
  private final long seed;
  private final boolean shuffled;
  private final int count;

  private Batches(
      Features features, Features targets, int batchSize, long seed, boolean shuffled, int count) {
    this.features = features;
    this.targets = targets;
    this.batchSize = batchSize;
    this.seed = seed;
    this.shuffled = shuffled;
    this.count = count;
  }

  /**
   * Batches of {@code features} {@code [n, nIn]} and {@code targets} {@code [n, nOut]}; the last
   * one is smaller if {@code batchSize} does not divide {@code n}.
   *
   * <p>If both are the same object, so are features and labels of each batch: do not write to them.
   *
   * @throws IllegalArgumentException if the numbers of rows differ or the batch size is below 1
   */
  public static Batches of(Features features, Features targets, int batchSize, long seed) {
    if (features.size() != targets.size()) {
      throw new IllegalArgumentException(
          "features of %d and targets of %d examples are not matrices of as many rows"
              .formatted(features.size(), targets.size()));
    }
    if (batchSize < 1) {
      throw new IllegalArgumentException("batch size is " + batchSize + ", must be at least 1");
    }
    int count = (features.size() - 1) / batchSize + 1;
    return new Batches(features, targets, batchSize, seed, true, count);
  }

  /** Batches whose targets are the features, as an autoencoder wants them. */
  public static Batches of(Features features, int batchSize, long seed) {
    return of(features, features, batchSize, seed);
  }

  /** Batches of features that lie whole in memory as floats, such as codes. */
  public static Batches of(INDArray features, INDArray targets, int batchSize, long seed) {
    Features inputs = Features.of(features);
    return of(inputs, targets == features ? inputs : Features.of(targets), batchSize, seed);
  }

  /** The same of features that are their own targets. */
  public static Batches of(INDArray features, int batchSize, long seed) {
    return of(features, features, batchSize, seed);
  }

  /** The same batches without a smaller last one. */
  public Batches dropLast() {
    return limit(size() / batchSize);
  }

  /** The first {@code maxBatches} batches of each epoch, or all if there are fewer. */
  public Batches limit(int maxBatches) {
    if (maxBatches < 1) {
      throw new IllegalArgumentException("no batch is left of " + count);
    }
    return new Batches(features, targets, batchSize, seed, shuffled, Math.min(count, maxBatches));
  }

  /** The same batches in the order of the examples, in every epoch, for evaluation. */
  public Batches inOrder() {
    return new Batches(features, targets, batchSize, seed, false, count);
  }

  /**
   * The same batches, to the last bit, had as {@code habits} would have it.
   *
   * <p>On a GPU each gathering waits for a transfer of indices, so that an epoch is gathered at
   * once where there is room for that copy. Its batches are views, for one thread at a time and not
   * to be written to.
   */
  public BatchSource as(DeviceHabits habits) {
    boolean views = shuffled ? habits.copiesEpoch(BatchViews.bytes(this)) : habits.viewsExamples();
    return views ? new BatchViews(this) : this;
  }

  @Override
  public Features features() {
    return features;
  }

  @Override
  public Features targets() {
    return targets;
  }

  boolean isShuffled() {
    return shuffled;
  }

  @Override
  public int[] order(int epoch) {
    return shuffled ? Permutation.of(size(), seed, epoch) : IntStream.range(0, size()).toArray();
  }

  @Override
  public int count() {
    return count;
  }

  /** The number of examples the batches are drawn from. */
  public int size() {
    return features.size();
  }

  @Override
  public int batchSize() {
    return batchSize;
  }

  @Override
  public Epoch epoch(int epoch) {
    return new Epoch(order(epoch));
  }

  /** One pass over the examples, in its own order. */
  public final class Epoch implements Iterable<DataSet> {
    private final int[] order;
    private float[] block = new float[0]; // on the way from the examples to a batch

    private Epoch(int[] order) {
      this.order = order;
    }

    /** The number of batches. */
    public int count() {
      return count;
    }

    /** Which examples batch {@code index} holds. */
    public int[] indices(int index) {
      if (index < 0 || index >= count) {
        throw new IndexOutOfBoundsException("batch " + index + " of " + count);
      }
      // In long: index * batchSize stays below n, but one batch more may not fit an int.
      long end = Math.min((index + 1L) * batchSize, order.length);
      return Arrays.copyOfRange(order, index * batchSize, (int) end);
    }

    /** Batch {@code index}, gathered anew: features {@code [b, nIn]}, labels {@code [b, nOut]}. */
    public DataSet batch(int index) {
      return gather(index, null);
    }

    /**
     * The batches in their order. Batches of one size share their memory, so that each is gone when
     * the next is taken: left to the collector, which sees but their small part on the heap, an
     * epoch's batches would pile up, and ND4J does not bear it well to have arrays closed by hand.
     */
    @Override
    public Iterator<DataSet> iterator() {
      return new Iterator<>() {
        private int next;
        private DataSet last;

        @Override
        public boolean hasNext() {
          return next < count;
        }

        @Override
        public DataSet next() {
          if (!hasNext()) {
            throw new NoSuchElementException();
          }
          last = gather(next, last);
          next++;
          return last;
        }
      };
    }

    /**
     * @param place a batch that may be overwritten, if it is of the same size, or {@code null}
     */
    private DataSet gather(int index, DataSet place) {
      int[] rows = indices(index);
      boolean fits = place != null && place.numExamples() == rows.length;
      INDArray inputs = pull(features, rows, fits ? place.getFeatures() : null);
      INDArray outputs =
          targets == features ? inputs : pull(targets, rows, fits ? place.getLabels() : null);
      return fits ? place : new DataSet(inputs, outputs);
    }

    private INDArray pull(Features from, int[] rows, INDArray place) {
      int floats = from.blockFloats(rows.length);
      if (block.length < floats) {
        block = new float[floats];
      }
      INDArray to =
          place != null
              ? place
              : Nd4j.createUninitialized(
                  DataType.FLOAT, new long[] {rows.length, from.length()}, 'c');
      from.gather(rows, to, block);
      return to;
    }
  }
}
