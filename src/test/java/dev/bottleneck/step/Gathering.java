package dev.bottleneck.step;

import dev.bottleneck.data.Batches;
import dev.bottleneck.training.BatchSource;
import dev.bottleneck.training.Examples;
import dev.bottleneck.training.RowBatches;
import org.nd4j.linalg.dataset.DataSet;

/** Batches of which it is settled who gathers them. */
final class Gathering {
  private Gathering() {}

  /** Batches that nobody may gather on the host. */
  record OnDevice(Batches batches) implements RowBatches {
    @Override
    public Examples features() {
      return batches.features();
    }

    @Override
    public Examples targets() {
      return batches.targets();
    }

    @Override
    public int[] order(int epoch) {
      return batches.order(epoch);
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
      throw new AssertionError("gathered on the host");
    }
  }

  /** The same batches, of which it cannot be seen that they are rows of examples. */
  record OnHost(Batches batches) implements BatchSource {
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
      return batches.epoch(epoch);
    }
  }
}
