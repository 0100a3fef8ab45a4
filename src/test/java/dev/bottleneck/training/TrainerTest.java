package dev.bottleneck.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bottleneck.data.Batches;
import dev.bottleneck.layer.HalfSquaredError;
import dev.bottleneck.layer.Masking;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.testing.Networks;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Sgd;

class TrainerTest {
  private final INDArray features = Networks.uniform(DataType.FLOAT, 1, 24, 5);
  private final BatchSource batches = Batches.of(features, 6, 3);

  /** Gives the losses that were written down for it, an epoch each. */
  private static final class Scripted implements TrainingMonitor {
    private final List<Optional<Double>> losses;
    private final List<Integer> asked = new ArrayList<>();
    private final List<String> trained = new ArrayList<>();
    private int steps;

    Scripted(double... losses) {
      this.losses = DoubleStream.of(losses).mapToObj(Optional::of).toList();
    }

    @Override
    public void step() {
      steps++;
    }

    @Override
    public void loss(double epoch, double meanLoss) {}

    @Override
    public void trained(EpochTime time) {
      assertThat(time.gatherSeconds()).isPositive();
      assertThat(time.stepSeconds()).isPositive();
      assertThat(time.seconds()).isGreaterThan(time.gatherSeconds() + time.stepSeconds());
      trained.add(time.examples() + " by " + time.batchSize());
    }

    @Override
    public Optional<Double> epochEnded(int epoch) {
      asked.add(epoch);
      return losses.isEmpty() ? Optional.empty() : losses.get(epoch - 1);
    }
  }

  /** With corruption, whose noise is a function of the step: a wrong counter would show. */
  private static MultiLayerNetwork network(IUpdater updater) {
    return Networks.layers(
        DataType.FLOAT,
        updater,
        new DenseLayer.Builder()
            .nIn(5)
            .nOut(3)
            .activation(Activation.SIGMOID)
            .dropOut(new Masking(0.3, 9))
            .build(),
        new OutputLayer.Builder(new HalfSquaredError())
            .nIn(3)
            .nOut(5)
            .activation(Activation.SIGMOID)
            .build());
  }

  static List<IUpdater> updaters() {
    return List.of(new Adam(0.01), new Sgd(0.1));
  }

  private static float[] state(MultiLayerNetwork net) {
    INDArray state = net.getUpdater().getStateViewArray();
    return state == null ? new float[0] : state.toFloatVector();
  }

  private static void assertSame(MultiLayerNetwork net, MultiLayerNetwork expected) {
    assertThat(net.params().toFloatVector()).containsExactly(expected.params().toFloatVector());
    assertThat(state(net)).containsExactly(state(expected));
    assertThat(net.getIterationCount()).isEqualTo(expected.getIterationCount());
    assertThat(net.getEpochCount()).isEqualTo(expected.getEpochCount());
  }

  /** What keeping a state takes is told apart, whether it falls within an epoch or between two. */
  @Test
  void timeOfKeptStatesIsNoTrainingTime() {
    long begun = System.nanoTime();
    List<Double> epochs = new ArrayList<>();
    List<Double> kept = new ArrayList<>();
    TrainingMonitor monitor =
        new TrainingMonitor() {
          @Override
          public void step() {}

          @Override
          public void loss(double epoch, double meanLoss) {}

          @Override
          public void trained(EpochTime time) {
            epochs.add(time.seconds());
          }

          @Override
          public void kept(double seconds) {
            kept.add(seconds);
          }
        };
    Network net = Network.of(network(new Adam(0.01)));
    try (TrainingStep step = TrainingStep.of(net)) {
      Trainer.fit(net, step, batches, TrainingPlan.of(2), monitor, new SlowCheckpoint());
    }
    double whole = (System.nanoTime() - begun) / 1e9;
    assertThat(epochs).hasSize(2);
    assertThat(kept).hasSize(2 * batches.count()).allMatch(seconds -> seconds >= 0.005);
    assertThat(sum(epochs) + sum(kept)).isLessThanOrEqualTo(whole);
  }

  private static double sum(List<Double> values) {
    return values.stream().mapToDouble(value -> value).sum();
  }

  /** Is due after each step, and takes its time. */
  private static final class SlowCheckpoint implements TrainingCheckpoint {
    @Override
    public boolean isDue() {
      return true;
    }

    @Override
    public void keep(State state) {
      long end = System.nanoTime() + 5_000_000;
      while (System.nanoTime() < end) {
        Thread.onSpinWait();
      }
    }

    @Override
    public boolean restore(Reader reader) {
      return false;
    }
  }

  @Test
  void withoutPatienceTrainsToTheEndAndKeepsTheLastEpoch() {
    MultiLayerNetwork net = network(new Adam(0.01));
    Scripted monitor = new Scripted(1, 2, 3);
    TrainingEnd end = Trainer.fit(net, batches, TrainingPlan.of(3), monitor);
    assertThat(end.epochs()).isEqualTo(3);
    assertThat(end.bestEpoch()).isEmpty();
    assertThat(monitor.asked).containsExactly(1, 2, 3);
    assertThat(monitor.steps).isEqualTo(12);
    assertThat(monitor.trained).containsExactly("24 by 6", "24 by 6", "24 by 6");
    assertThat(net.getEpochCount()).isEqualTo(3);
  }

  /** However many epochs there are: a curve that is gone on with begins like the longer one's. */
  @Test
  void thePointsOfAnEpochFollowFromItsIndex() {
    BatchSource many = Batches.of(Networks.uniform(DataType.FLOAT, 1, 25, 5), 1, 3);
    List<Double> two = points(many, 2);
    List<Double> three = points(many, 3);
    assertThat(two).hasSize(20 + 10).last().isEqualTo(2.0);
    assertThat(three).hasSize(20 + 10 + 6).startsWith(two.toArray(new Double[0]));
    assertThat(points(batches, 1)).containsExactly(0.25, 0.5, 0.75, 1.0);
  }

  private static List<Double> points(BatchSource batches, int epochs) {
    List<Double> points = new ArrayList<>();
    TrainingMonitor monitor =
        new TrainingMonitor() {
          @Override
          public void step() {}

          @Override
          public void loss(double epoch, double meanLoss) {
            points.add(epoch);
          }

          @Override
          public Optional<Double> epochEnded(int epoch) {
            return Optional.empty();
          }
        };
    Trainer.fit(network(new Sgd(0.1)), batches, epochs, monitor);
    return points;
  }

  @Test
  void stopsWhenPatienceIsAtItsEndAndKeepsTheLastEpochUnlessTold() {
    MultiLayerNetwork net = network(new Adam(0.01));
    Scripted monitor = new Scripted(3, 1, 2, 2, 0);
    TrainingEnd end = Trainer.fit(net, batches, new TrainingPlan(5, 2, Keep.LAST), monitor);
    assertThat(end.epochs()).isEqualTo(4);
    assertThat(end.bestEpoch()).hasValue(2);
    assertThat(monitor.asked).containsExactly(1, 2, 3, 4);
    assertThat(monitor.steps).isEqualTo(16);
    MultiLayerNetwork four = network(new Adam(0.01));
    Trainer.fit(four, batches, 4, new Scripted());
    assertSame(net, four);
  }

  @ParameterizedTest
  @MethodSource("updaters")
  void keepsTheBestEpochToTheLastBit(IUpdater updater) {
    MultiLayerNetwork net = network(updater);
    TrainingEnd end =
        Trainer.fit(net, batches, new TrainingPlan(5, 0, Keep.BEST), new Scripted(3, 1, 2, 1, 2));
    assertThat(end.epochs()).isEqualTo(5);
    assertThat(end.bestEpoch()).hasValue(2);
    MultiLayerNetwork two = network(updater);
    Trainer.fit(two, batches, 2, new Scripted());
    assertSame(net, two);
    // And goes on as if nothing had come after.
    Trainer.fit(net, batches, 1, new Scripted());
    Trainer.fit(two, batches, 1, new Scripted());
    assertSame(net, two);
  }

  @Test
  void aBestLastEpochIsKeptAsItIs() {
    MultiLayerNetwork net = network(new Adam(0.01));
    TrainingEnd end =
        Trainer.fit(net, batches, new TrainingPlan(2, 1, Keep.BEST), new Scripted(2, 1));
    assertThat(end.bestEpoch()).hasValue(2);
    MultiLayerNetwork two = network(new Adam(0.01));
    Trainer.fit(two, batches, 2, new Scripted());
    assertSame(net, two);
  }

  @ParameterizedTest
  @MethodSource("plans")
  void aValidationLossThatIsNotFiniteIsDivergence(TrainingPlan plan) {
    for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(
              () -> Trainer.fit(network(new Adam(0.01)), batches, plan, new Scripted(1, bad, 0.5)))
          .isInstanceOfSatisfying(Divergence.class, e -> assertThat(e.epoch()).isEqualTo(2))
          .hasMessageContaining("the validation loss became " + bad + " in epoch 2");
    }
  }

  static List<TrainingPlan> plans() {
    return List.of(
        TrainingPlan.of(3), new TrainingPlan(3, 3, Keep.LAST), new TrainingPlan(3, 0, Keep.BEST));
  }

  @Test
  void aPlanThatWatchesALossNeedsOne() {
    assertThatThrownBy(
            () ->
                Trainer.fit(
                    network(new Sgd(0.1)),
                    batches,
                    new TrainingPlan(3, 1, Keep.LAST),
                    new Scripted()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("validation loss");
  }

  /** Of a file that someone else wrote, hash and all. */
  @ParameterizedTest
  @CsvSource({"-1, 0, 0", "4, 0, 0", "0, -1, 0", "0, 4, 0", "0, 2147483647, 0", "0, 1, -1"})
  void aStateThatNoTrainingCanBeInIsRefused(int epochs, int steps, int points) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream state = new DataOutputStream(bytes);
    for (int number : new int[] {epochs, steps, points}) {
      state.writeInt(number);
    }
    state.write(new byte[1_000]);
    TrainingCheckpoint forged =
        new TrainingCheckpoint() {
          @Override
          public boolean isDue() {
            return false;
          }

          @Override
          public void keep(State kept) {}

          @Override
          public boolean restore(Reader reader) {
            assertThatThrownBy(
                    () ->
                        reader.read(
                            new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()))))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("it stands in epoch");
            throw new UserError("refused");
          }
        };
    Network net = Network.of(network(new Adam(0.01)));
    try (TrainingStep step = TrainingStep.of(net)) {
      assertThatThrownBy(
              () -> Trainer.fit(net, step, batches, TrainingPlan.of(3), new Scripted(), forged))
          .hasMessage("refused");
    }
  }
}
