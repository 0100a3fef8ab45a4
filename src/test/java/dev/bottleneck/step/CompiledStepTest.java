package dev.bottleneck.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.bottleneck.layer.BinaryCrossEntropyFromLogits;
import dev.bottleneck.layer.Gelu;
import dev.bottleneck.layer.Masking;
import dev.bottleneck.testing.Networks;
import dev.bottleneck.training.BatchSource;
import dev.bottleneck.training.Network;
import dev.bottleneck.training.Trainer;
import dev.bottleneck.training.TrainingMonitor;
import dev.bottleneck.training.TrainingPlan;
import dev.bottleneck.training.TrainingStep;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bytedeco.javacpp.Pointer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.listeners.CollectScoresIterationListener;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.Adam;

/** How the compiled step and DL4J share a network. */
class CompiledStepTest {
  private static final int INPUTS = 20;
  private static final DataSet[] BATCHES = Parity.images(16, INPUTS);

  private static MultiLayerNetwork network() {
    return Networks.layers(
        DataType.FLOAT,
        new Adam(1e-3),
        new DenseLayer.Builder()
            .nIn(INPUTS)
            .nOut(9)
            .activation(new Gelu())
            .dropOut(new Masking(0.2, 3))
            .build(),
        output(9));
  }

  private static Layer output(int in) {
    return new OutputLayer.Builder(BinaryCrossEntropyFromLogits.meanOverUnits())
        .nIn(in)
        .nOut(INPUTS)
        .activation(Activation.SIGMOID)
        .build();
  }

  private static TrainingStep compiled(MultiLayerNetwork net) {
    return Parity.compiled(net, 16, INPUTS);
  }

  private static float[] trained(int steps) {
    MultiLayerNetwork net = network();
    try (TrainingStep step = compiled(net)) {
      for (int i = 0; i < steps; i++) {
        step.fit(BATCHES[i % BATCHES.length]);
      }
    }
    return net.params().reshape(net.numParams()).toFloatVector();
  }

  @Test
  void twoRunsEndOnTheSameBits() {
    assertThat(trained(50)).isEqualTo(trained(50));
  }

  @Test
  void runsSideBySideDoNotDisturbEachOther() throws Exception {
    float[] alone = trained(100);
    Callable<float[]> run = () -> trained(100);
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try {
      for (Future<float[]> one : threads.invokeAll(Collections.nCopies(6, run))) {
        assertThat(one.get()).isEqualTo(alone);
      }
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void dl4jMayTakeOverAndGiveBack() {
    MultiLayerNetwork stock = network();
    MultiLayerNetwork mixed = network();
    try (TrainingStep step = compiled(mixed)) {
      for (int i = 0; i < 60; i++) {
        DataSet batch = BATCHES[i % BATCHES.length];
        stock.fit(batch);
        if (i / 20 == 1) {
          mixed.fit(batch);
        } else {
          step.fit(batch);
        }
      }
    }
    assertClose(mixed, stock);
  }

  @Test
  void aSavedNetworkResumesWhereItWas() {
    float[] whole = trained(12);
    MultiLayerNetwork first = network();
    try (TrainingStep step = compiled(first)) {
      for (int i = 0; i < 6; i++) {
        step.fit(BATCHES[i % BATCHES.length]);
      }
    }
    MultiLayerNetwork resumed = Networks.reload(first);
    try (TrainingStep step = compiled(resumed)) {
      for (int i = 6; i < 12; i++) {
        step.fit(BATCHES[i % BATCHES.length]);
      }
    }
    assertThat(resumed.params().reshape(resumed.numParams()).toFloatVector()).isEqualTo(whole);
  }

  @Test
  void followsWhatIsDoneToTheNetwork() {
    MultiLayerNetwork stock = network();
    MultiLayerNetwork fast = network();
    try (TrainingStep step = compiled(fast)) {
      for (int i = 0; i < 30; i++) {
        if (i == 10) {
          stock.setLearningRate(1e-2);
          fast.setLearningRate(1e-2);
        }
        if (i == 20) {
          stock.setParams(stock.params().mul(0.5));
          fast.setParams(fast.params().mul(0.5));
        }
        stock.fit(BATCHES[0]);
        step.fit(BATCHES[0]);
      }
    }
    assertClose(fast, stock);
  }

  @Test
  void takesBatchesThatAreViewsOrInFortransOrder() {
    INDArray x = Networks.uniform(DataType.FLOAT, 9, 40, INPUTS);
    INDArray rows = x.get(NDArrayIndex.interval(7, 23), NDArrayIndex.all());
    MultiLayerNetwork expected = network();
    try (TrainingStep step = compiled(expected)) {
      step.fit(new DataSet(rows.dup('c'), rows.dup('c')));
    }
    for (DataSet batch :
        List.of(
            new DataSet(rows, rows),
            new DataSet(rows.dup('f'), rows),
            new DataSet(rows.castTo(DataType.DOUBLE).castTo(DataType.FLOAT), rows.dup('f')))) {
      MultiLayerNetwork net = network();
      try (TrainingStep step = compiled(net)) {
        step.fit(batch);
      }
      assertThat(net.params()).satisfies(p -> assertThat(p.equals(expected.params())).isTrue());
    }
  }

  @Test
  void leavesMasksAndListenersToDl4j() {
    MultiLayerNetwork stock = network();
    MultiLayerNetwork fast = network();
    INDArray mask = Nd4j.ones(DataType.FLOAT, 16, 1).putScalar(3, 0);
    DataSet x = BATCHES[0];
    DataSet masked = new DataSet(x.getFeatures(), x.getLabels(), null, mask);
    try (TrainingStep step = compiled(fast)) {
      stock.fit(masked);
      step.fit(masked);
      assertThat(step.meanLoss()).isEqualTo(stock.score());
      CollectScoresIterationListener heard = new CollectScoresIterationListener();
      fast.setListeners(heard);
      stock.fit(x);
      step.fit(x);
      assertThat(step.meanLoss()).isEqualTo(stock.score());
      assertThat(heard.getScoreVsIter().getIndexes()).hasSize(1);
    }
    assertThat(fast.params()).isEqualTo(stock.params());
  }

  @Test
  void theTrainerTakesIt() {
    MultiLayerNetwork stock = network();
    MultiLayerNetwork fast = network();
    Losses stockLosses = new Losses();
    Losses fastLosses = new Losses();
    BatchSource source =
        new BatchSource() {
          @Override
          public int batchSize() {
            return BATCHES[0].numExamples();
          }

          @Override
          public int count() {
            return BATCHES.length;
          }

          @Override
          public Iterable<DataSet> epoch(int epoch) {
            return Arrays.asList(BATCHES);
          }
        };
    Trainer.fit(stock, source, 4, stockLosses);
    try (TrainingStep step = compiled(fast)) {
      Trainer.fit(Network.of(fast), step, source, TrainingPlan.of(4), fastLosses);
    }
    assertClose(fast, stock);
    assertThat(fast.getEpochCount()).isEqualTo(4);
    assertThat(fastLosses.last).isCloseTo(stockLosses.last, within(1e-5));
  }

  private static final class Losses implements TrainingMonitor {
    private double last;

    @Override
    public void step() {
      // Not counted here.
    }

    @Override
    public void loss(double epoch, double meanLoss) {
      last = meanLoss;
    }
  }

  @Test
  void closingFreesTheMemory() {
    MultiLayerNetwork net = network();
    DataSet batch = BATCHES[0];
    compiled(net).close(); // Makes what is made once: DL4J's updater, the engine.
    long before = Pointer.totalBytes();
    TrainingStep step = compiled(net);
    step.fit(batch);
    assertThat(Pointer.totalBytes()).isGreaterThan(before);
    step.close();
    assertThat(Pointer.totalBytes()).isLessThanOrEqualTo(before);
    assertThatThrownBy(() -> step.fit(batch)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void holdsFewPlansAtOnce() {
    MultiLayerNetwork net = network();
    INDArray x = Networks.uniform(DataType.FLOAT, 2, 16, INPUTS);
    compiled(net).close();
    long before = Pointer.totalBytes();
    long one;
    try (TrainingStep step = compiled(net)) {
      one = Pointer.totalBytes() - before;
    }
    try (TrainingStep step = compiled(net)) {
      for (int rows = 1; rows <= 16; rows++) {
        INDArray part = x.get(NDArrayIndex.interval(0, rows), NDArrayIndex.all()).dup();
        step.fit(new DataSet(part, part));
      }
      // Less is there where garbage of before was freed meanwhile; sixteen plans would be more.
      assertThat(Pointer.totalBytes() - before).isLessThanOrEqualTo(3 * one);
    }
  }

  private static void assertClose(MultiLayerNetwork actual, MultiLayerNetwork expected) {
    double[] to =
        expected.params().castTo(DataType.DOUBLE).reshape(expected.numParams()).toDoubleVector();
    float[] is = actual.params().reshape(actual.numParams()).toFloatVector();
    assertThat(Parity.worst(is, to)).isLessThan(1e-4);
  }
}
