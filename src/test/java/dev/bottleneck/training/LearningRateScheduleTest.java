package dev.bottleneck.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.bottleneck.data.Batches;
import dev.bottleneck.layer.ClassicalMomentum;
import dev.bottleneck.layer.HalfSquaredError;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.testing.Networks;
import dev.bottleneck.testing.PlainSigmoidNetwork;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.AdaDelta;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.schedule.PolySchedule;
import org.nd4j.linalg.schedule.ScheduleType;

class LearningRateScheduleTest {
  private static final int EPOCHS = 7;
  private static final double RATE = 0.5;

  /** A schedule and its formula, a function of the epoch from 0. */
  private record Case(String schedule, IntToDoubleFunction rate) {
    @Override
    public String toString() {
      return schedule;
    }
  }

  static List<Case> schedules() {
    return List.of(
        new Case("constant", e -> RATE),
        new Case("exponential:0.8", e -> RATE * Math.exp(e * Math.log(0.8))),
        new Case("step:0.5:3", e -> e < 3 ? RATE : e < 6 ? RATE / 2 : RATE / 4),
        new Case("linear", e -> RATE - RATE * e / 7),
        // cos² of half the angle, not the formula of the code.
        new Case("cosine", e -> RATE * Math.pow(Math.cos(Math.PI * e / 14), 2)));
  }

  private static MultiLayerConfiguration network(IUpdater updater) {
    return new NeuralNetConfiguration.Builder()
        .seed(4)
        .dataType(DataType.DOUBLE)
        .updater(updater)
        .activation(Activation.SIGMOID)
        .list()
        .layer(new DenseLayer.Builder().nIn(4).nOut(3).build())
        .layer(
            new OutputLayer.Builder(new HalfSquaredError())
                .nIn(3)
                .nOut(4)
                .activation(Activation.SIGMOID)
                .build())
        .build();
  }

  private static MultiLayerNetwork made(MultiLayerConfiguration configuration) {
    MultiLayerNetwork net = new MultiLayerNetwork(configuration);
    net.init();
    return net;
  }

  private static MultiLayerNetwork scheduled(IUpdater updater, String schedule) {
    MultiLayerConfiguration configuration = network(updater);
    LearningRateSchedule.parse(schedule).applyTo(NetworkDefinition.of(configuration), EPOCHS);
    return made(configuration);
  }

  @ParameterizedTest
  @MethodSource("schedules")
  void hasTheRateOfItsFormula(Case c) {
    MultiLayerNetwork net = scheduled(new Adam(RATE), c.schedule());
    for (int epoch = 0; epoch < EPOCHS; epoch++) {
      net.setEpochCount(epoch);
      for (int layer = 0; layer < 2; layer++) {
        assertThat(net.getLearningRate(layer))
            .as("epoch %d", epoch)
            .isCloseTo(c.rate().applyAsDouble(epoch), within(1e-15));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"linear", "cosine"})
  void isNoughtAfterThePlannedEpochs(String schedule) {
    MultiLayerNetwork net = scheduled(new Sgd(RATE), schedule);
    net.setEpochCount(EPOCHS);
    assertThat(net.getLearningRate(0)).isZero();
  }

  /** Training follows it in the right epoch: against a network written without DL4J. */
  @ParameterizedTest
  @MethodSource("schedules")
  void trainingFollowsIt(Case c) {
    for (double momentum : new double[] {0, 0.5}) {
      IUpdater updater = momentum == 0 ? new Sgd(RATE) : new ClassicalMomentum(RATE, momentum);
      MultiLayerNetwork net = scheduled(updater, c.schedule());
      PlainSigmoidNetwork plain = new PlainSigmoidNetwork();
      for (int layer = 0; layer < 2; layer++) {
        plain.layers.add(
            new PlainSigmoidNetwork.Layer(
                net.getLayer(layer).getParam("W").transpose().toDoubleMatrix(),
                net.getLayer(layer).getParam("b").toDoubleVector()));
      }
      BatchSource batches =
          new Doubles(Batches.of(Networks.uniform(DataType.FLOAT, 2, 9, 4), 3, 5));
      for (int epoch = 0; epoch < EPOCHS; epoch++) {
        for (DataSet batch : batches.epoch(epoch)) {
          double[][] x = batch.getFeatures().toDoubleMatrix();
          plain.step(x, x, c.rate().applyAsDouble(epoch), momentum);
        }
      }
      Trainer.fit(net, batches, EPOCHS, new Deaf());
      for (int layer = 0; layer < 2; layer++) {
        INDArray w = net.getLayer(layer).getParam("W").transpose();
        for (int unit = 0; unit < w.rows(); unit++) {
          assertThat(w.getRow(unit).toDoubleVector())
              .containsExactly(plain.layers.get(layer).w[unit], within(1e-12));
        }
      }
    }
  }

  private record Doubles(BatchSource floats) implements BatchSource {
    @Override
    public int batchSize() {
      return floats.batchSize();
    }

    @Override
    public int count() {
      return floats.count();
    }

    @Override
    public Iterable<DataSet> epoch(int epoch) {
      return () ->
          Stream.of(floats.epoch(epoch))
              .flatMap(
                  batches -> java.util.stream.StreamSupport.stream(batches.spliterator(), false))
              .map(
                  batch -> {
                    INDArray x = batch.getFeatures().castTo(DataType.DOUBLE);
                    return new DataSet(x, x);
                  })
              .iterator();
    }
  }

  private static final class Deaf implements TrainingMonitor {
    @Override
    public void step() {}

    @Override
    public void loss(double epoch, double meanLoss) {}
  }

  @ParameterizedTest
  @MethodSource("schedules")
  void aSavedNetworkHasItStill(Case c) {
    for (IUpdater updater :
        List.of(new Adam(RATE), new Sgd(RATE), new ClassicalMomentum(RATE, 0.5))) {
      MultiLayerNetwork net = scheduled(updater, c.schedule());
      MultiLayerNetwork again = Networks.reload(net);
      assertThat(again.getLayerWiseConfigurations()).isEqualTo(net.getLayerWiseConfigurations());
      again.setEpochCount(4);
      assertThat(again.getLearningRate(1)).isCloseTo(c.rate().applyAsDouble(4), within(1e-15));
    }
  }

  @Test
  void eachLayerKeepsItsOwnRateAndTheBiasesTheirs() {
    MultiLayerConfiguration configuration = network(new Sgd(RATE));
    BaseLayer first = (BaseLayer) configuration.getConf(0).getLayer();
    first.setIUpdater(new Sgd(0.25));
    first.setBiasUpdater(new Sgd(0.125));
    LearningRateSchedule.parse("exponential:0.5")
        .applyTo(NetworkDefinition.of(configuration), EPOCHS);
    assertThat(first.getIUpdater().getLearningRate(0, 1)).isEqualTo(0.125);
    assertThat(first.getBiasUpdater().getLearningRate(0, 1)).isEqualTo(0.0625);
    assertThat(
            ((BaseLayer) configuration.getConf(1).getLayer()).getIUpdater().getLearningRate(0, 1))
        .isEqualTo(RATE / 2);
  }

  @Test
  void leavesTheUpdaterItWasGivenAlone() {
    Adam shared = new Adam(RATE);
    scheduled(shared, "cosine");
    assertThat(shared.getLearningRate(0, 3)).isEqualTo(RATE);
  }

  @Test
  void anUpdaterWithoutALearningRateIsRefused() {
    LearningRateSchedule cosine = LearningRateSchedule.parse("cosine");
    assertThatThrownBy(() -> cosine.applyTo(NetworkDefinition.of(network(new AdaDelta())), EPOCHS))
        .isInstanceOf(UserError.class)
        .hasMessage(
            "schedule is cosine, but the updater AdaDelta has no learning rate: set"
                + " schedule=constant");
    LearningRateSchedule.parse("constant")
        .applyTo(NetworkDefinition.of(network(new AdaDelta())), EPOCHS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"constant", "exponential:0.9", "step:0.5:10", "linear", "cosine"})
  void writesWhatItReads(String text) {
    assertThat(LearningRateSchedule.parse(text)).hasToString(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cosin | schedule is cosin: did you mean cosine?",
        "sometimes | schedule is sometimes: expected one of constant, exponential:FACTOR, step:FACTOR:EPOCHS, linear, cosine",
        "exponential | schedule is exponential: expected exponential:FACTOR",
        "exponential:x | schedule is exponential:x: expected exponential:FACTOR",
        "step:0.5 | schedule is step:0.5: expected step:FACTOR:EPOCHS",
        "step:0.5:1.5 | schedule is step:0.5:1.5: expected step:FACTOR:EPOCHS",
        "cosine:3 | schedule is cosine:3: expected cosine",
        "exponential:9 | the factor of schedule is 9.0: it must be above 0 and at most 1",
        "exponential:NaN | the factor of schedule is NaN: it must be above 0 and at most 1",
        "step:0.5:0 | the number of epochs of schedule is 0: it must be at least 1",
      })
  void saysWhatWouldBeRight(String text, String message) {
    assertThatThrownBy(() -> LearningRateSchedule.parse(text))
        .isInstanceOf(UserError.class)
        .hasMessage(message);
  }

  /** Why the line is our own: should this fail, ND4J has been mended. */
  @Test
  void nd4jsPolynomialRises() {
    PolySchedule poly = new PolySchedule(ScheduleType.EPOCH, 1, 1, 10);
    assertThat(poly.valueAt(0, 5)).isEqualTo(1.5);
  }
}
