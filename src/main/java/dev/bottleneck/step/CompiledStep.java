package dev.bottleneck.step;

import static dev.bottleneck.step.Programs.inOrder;

import dev.bottleneck.step.graph.HeldExamples;
import dev.bottleneck.step.graph.NotCompilable;
import dev.bottleneck.step.graph.PlanEngine;
import dev.bottleneck.step.graph.Precision;
import dev.bottleneck.step.graph.Program;
import dev.bottleneck.step.graph.Purpose;
import dev.bottleneck.training.BatchSource;
import dev.bottleneck.training.MeanLoss;
import dev.bottleneck.training.Network;
import dev.bottleneck.training.ReadyBatch;
import dev.bottleneck.training.RowBatches;
import dev.bottleneck.training.TrainingStep;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/**
 * A network's compiled training step.
 *
 * <p>What no program can do, such as a batch with masks or a network with listeners, DL4J does: the
 * parameters, the updater state and the counters are the same. For one thread at a time; the engine
 * takes as many threads as that one may ({@link dev.bottleneck.device.ComputeThreads}).
 */
final class CompiledStep implements TrainingStep {
  private final Network net;
  private final MeanLoss losses = new MeanLoss();
  private final Programs programs;
  private final BatchLabels labels = new BatchLabels();

  /** Compiles {@code net} for features of that shape. */
  CompiledStep(Network net, PlanEngine engine, Precision precision, long... featuresShape)
      throws NotCompilable {
    this.net = net;
    programs = new Programs(net, engine, precision);
    boolean complete = false;
    try {
      programs.program(Purpose.TRAINING, featuresShape);
      complete = true;
    } finally {
      if (!complete) {
        programs.close();
      }
    }
  }

  @Override
  public void fit(DataSet batch) {
    programFor(batch).ifPresentOrElse(program -> fit(program, batch), () -> fitByDl4j(batch));
  }

  private void fitByDl4j(DataSet batch) {
    programs.settle();
    net.fit(batch);
    losses.add(net.score());
  }

  private void fit(Program program, DataSet batch) {
    List<INDArray> features = inOrder(batch.getFeatures());
    program.gradient(features, labels.of(program, batch, features), net.iterations(), this::add);
    update(batch.numExamples());
  }

  private void update(int examples) {
    int iteration = net.iterations();
    programs.update(examples, iteration, net.epochs());
    net.setCounters(iteration + 1, net.epochs());
  }

  /** Where the engine holds the examples, they are not gathered here. */
  @Override
  public Iterator<ReadyBatch> epoch(BatchSource batches, int epoch) {
    return batches instanceof RowBatches rows && holds(rows)
        ? new HeldEpoch(rows, epoch)
        : TrainingStep.super.epoch(batches, epoch);
  }

  /**
   * Not if an epoch has less than half of them: of how many epochs there are to be nobody knows
   * here, and all of them may be more than can be read in the time.
   */
  private boolean holds(RowBatches rows) {
    return 2L * rows.count() * rows.batchSize() >= rows.features().size()
        && programFor(rows, rows.batchSize()).isPresent()
        && programs.hold(rows).isPresent();
  }

  private Optional<Program> programFor(RowBatches rows, int examples) {
    return programs
        .find(Purpose.TRAINING, examples, rows.features().length())
        .filter(program -> !net.hasListeners())
        .filter(program -> BatchLabels.fit(program, examples, rows.targets().length()));
  }

  /** The batches of an epoch whose examples the engine holds. */
  private final class HeldEpoch implements Iterator<ReadyBatch> {
    private final RowBatches rows;
    private final int epoch;
    private final int[] order;
    private int next;
    private Iterator<DataSet> onHost; // null until one is wanted from there
    private int takenOnHost;

    HeldEpoch(RowBatches rows, int epoch) {
      this.rows = rows;
      this.epoch = epoch;
      order = rows.order(epoch);
    }

    @Override
    public boolean hasNext() {
      return next < rows.count();
    }

    @Override
    public ReadyBatch next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      int index = next++;
      int examples = Math.min(rows.batchSize(), order.length - index * rows.batchSize());
      return ReadyBatch.of(examples, () -> fit(index, examples));
    }

    private void fit(int index, int examples) {
      Optional<Program> program = programFor(rows, examples);
      Optional<HeldExamples> held = program.flatMap(its -> programs.hold(rows));
      if (held.isEmpty()) {
        CompiledStep.this.fit(onHost(index));
        return;
      }
      held.get().order(order);
      int first = index * rows.batchSize();
      program.get().gradient(held.get(), first, net.iterations(), CompiledStep.this::add);
      update(examples);
    }

    private DataSet onHost(int index) {
      if (onHost == null) {
        onHost = rows.epoch(epoch).iterator();
      }
      for (; takenOnHost < index; takenOnHost++) {
        onHost.next();
      }
      takenOnHost++;
      return onHost.next();
    }
  }

  private void add(double loss) {
    losses.add(loss);
    net.setScore(loss);
  }

  @Override
  public double meanLoss() {
    programs.settle();
    return losses.take();
  }

  /** Asking for the loss settles the network's vectors, which lie on another device. */
  @Override
  public boolean lossWaits() {
    return programs.runAhead();
  }

  /**
   * The score of {@code batch}; its summed gradient is afterwards in the network's own vector, and
   * the parameters are as before.
   */
  double gradientAndScore(DataSet batch) {
    Program program =
        programFor(batch)
            .orElseThrow(() -> new IllegalArgumentException("no program can take this batch"));
    List<INDArray> features = inOrder(batch.getFeatures());
    double score =
        program.gradientAndScore(features, labels.of(program, batch, features), net.iterations());
    programs.settle();
    return score;
  }

  /** The program that can train on {@code batch}. */
  private Optional<Program> programFor(DataSet batch) {
    return programs
        .find(Purpose.TRAINING, batch.getFeatures().shape())
        .filter(program -> !batch.hasMaskArrays() && !net.hasListeners())
        .filter(program -> BatchLabels.fit(program, batch.getLabels().shape()));
  }

  @Override
  public void close() {
    try {
      programs.settle();
    } finally {
      programs.close();
    }
  }
}
