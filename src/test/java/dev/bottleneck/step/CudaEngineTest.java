package dev.bottleneck.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bottleneck.step.cuda.CountingDevices;
import dev.bottleneck.step.cuda.CudaEngine;
import dev.bottleneck.step.cuda.TestedDevices;
import dev.bottleneck.step.cuda.device.DeviceFailure;
import dev.bottleneck.step.graph.NotCompilable;
import dev.bottleneck.step.graph.Precision;
import dev.bottleneck.testing.NetworkCopies;
import dev.bottleneck.testing.ShippedNetworks;
import dev.bottleneck.testing.ShippedNetworks.Variant;
import dev.bottleneck.training.Network;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** What CUDA's engine promises beside its mathematics, which {@link Parity} looks at. */
class CudaEngineTest {
  private CudaEngine engine;

  @BeforeEach
  void open() {
    engine = new CudaEngine(TestedDevices.required());
  }

  static Stream<Variant> variants() {
    return ShippedNetworks.small();
  }

  /** When somebody looks at the network does not matter. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("variants")
  void settlingChangesNoBit(Variant variant) throws NotCompilable {
    Network net = variant.network();
    Network seldom = NetworkCopies.of(net);
    Network often = NetworkCopies.of(net);
    DataSet[] batches = Parity.images(16, variant.inputs());
    train(seldom, batches, false);
    train(often, batches, true);
    assertThat(bits(often)).isEqualTo(bits(seldom)).isNotEqualTo(bits(net));
    assertThat(often.updaterState().map(INDArray::toFloatVector).orElse(new float[0]))
        .isEqualTo(seldom.updaterState().map(INDArray::toFloatVector).orElse(new float[0]));
  }

  /** ND4J's own equality is within a tolerance. */
  private static float[] bits(Network net) {
    return net.params().toFloatVector();
  }

  private void train(Network net, DataSet[] batches, boolean settles) throws NotCompilable {
    try (CompiledStep step = step(net, batches[0])) {
      assertThat(step.lossWaits()).isTrue();
      for (DataSet batch : batches) {
        step.fit(batch);
        if (settles) {
          step.meanLoss();
        }
      }
      step.meanLoss();
    }
  }

  private CompiledStep step(Network net, DataSet batch) throws NotCompilable {
    return new CompiledStep(net, engine, Precision.F32, batch.getFeatures().shape());
  }

  /** Between epochs a training may go back to its best one: that is what goes on. */
  @Test
  void whatIsWrittenToASettledNetworkCounts() throws NotCompilable {
    Variant variant = ShippedNetworks.small().findFirst().orElseThrow();
    DataSet[] batches = Parity.images(16, variant.inputs());
    Network net = variant.network();
    Network other = NetworkCopies.of(net);
    try (CompiledStep step = step(net, batches[0])) {
      step.fit(batches[0]);
      step.meanLoss();
      net.params().muli(0.5);
      step.fit(batches[1]);
      step.meanLoss();
    }
    try (CompiledStep first = step(other, batches[0])) {
      first.fit(batches[0]);
      first.meanLoss();
    }
    other.params().muli(0.5);
    try (CompiledStep second = step(other, batches[0])) {
      second.fit(batches[1]);
      second.meanLoss();
    }
    assertThat(bits(net)).isEqualTo(bits(other));
  }

  /** The host gathers batches ahead of the device: it waits once its losses are wanted. */
  @Test
  void stepsWaitForNothing() throws NotCompilable {
    CountingDevices counting = new CountingDevices(TestedDevices.required());
    Variant variant = ShippedNetworks.small().findFirst().orElseThrow();
    DataSet[] batches = Parity.images(16, variant.inputs());
    try (CompiledStep step =
        new CompiledStep(
            variant.network(),
            new CudaEngine(counting),
            Precision.F32,
            batches[0].getFeatures().shape())) {
      for (DataSet batch : batches) {
        step.fit(batch);
      }
      assertThat(counting.waits()).isZero();
      assertThat(step.meanLoss()).isFinite();
      assertThat(counting.waits()).isPositive();
    }
  }

  /** More losses than the device has room for are told as often as it is full, in their order. */
  @Test
  void tellsTheMeanOfAllLosses() throws NotCompilable {
    int steps = 1100;
    Variant variant = ShippedNetworks.small().findFirst().orElseThrow();
    DataSet[] batches = Parity.images(4, variant.inputs());
    Network seldom = variant.network();
    Network often = NetworkCopies.of(seldom);
    double sum = 0;
    try (CompiledStep step = step(often, batches[0])) {
      for (int i = 0; i < steps; i++) {
        step.fit(batches[i % batches.length]);
        double loss = step.meanLoss();
        assertThat(often.score()).isEqualTo(loss);
        sum += loss;
      }
    }
    CountingDevices counting = new CountingDevices(TestedDevices.required());
    try (CompiledStep step =
        new CompiledStep(
            seldom, new CudaEngine(counting), Precision.F32, batches[0].getFeatures().shape())) {
      for (int i = 0; i < steps; i++) {
        step.fit(batches[i % batches.length]);
      }
      assertThat(counting.waits()).as("it was full once").isEqualTo(1);
      assertThat(step.meanLoss()).isEqualTo(sum / steps);
    }
    assertThat(seldom.score()).isEqualTo(often.score());
  }

  /** What has masks DL4J does, on what the device had made of the network. */
  @Test
  void dl4jGoesOnFromTheDevice() throws NotCompilable {
    Variant variant = ShippedNetworks.small().findFirst().orElseThrow();
    DataSet[] batches = Parity.images(16, variant.inputs());
    Network mixed = variant.network();
    Network settled = NetworkCopies.of(mixed);
    DataSet masked = batches[1].copy();
    masked.setLabelsMaskArray(Nd4j.ones(16, 1));
    try (CompiledStep step = step(mixed, batches[0])) {
      step.fit(batches[0]);
      step.fit(masked);
      step.fit(batches[2]);
      step.meanLoss();
    }
    try (CompiledStep step = step(settled, batches[0])) {
      for (DataSet batch : new DataSet[] {batches[0], masked, batches[2]}) {
        step.fit(batch);
        step.meanLoss();
      }
    }
    assertThat(bits(mixed)).isEqualTo(bits(settled));
  }

  /** A step that is closed leaves the network where it was trained to. */
  @Test
  void closingSettles() throws NotCompilable {
    Variant variant = ShippedNetworks.small().findFirst().orElseThrow();
    DataSet[] batches = Parity.images(16, variant.inputs());
    Network closed = variant.network();
    Network asked = NetworkCopies.of(closed);
    try (CompiledStep step = step(closed, batches[0])) {
      step.fit(batches[0]);
    }
    try (CompiledStep step = step(asked, batches[0])) {
      step.fit(batches[0]);
      step.meanLoss();
    }
    assertThat(bits(closed)).isEqualTo(bits(asked));
  }

  /** What a device gave is given back, be a plan carried out or refused. */
  @Test
  void nothingIsKept() throws NotCompilable {
    CountingDevices counting = new CountingDevices(TestedDevices.required());
    CudaEngine counted = new CudaEngine(counting);
    Variant variant = ShippedNetworks.small().findFirst().orElseThrow();
    DataSet batch = Parity.images(16, variant.inputs())[0];
    long[] shape = batch.getFeatures().shape();
    try (CompiledStep step = new CompiledStep(variant.network(), counted, Precision.F32, shape);
        CompiledForward forward = new CompiledForward(variant.network(), counted)) {
      step.fit(batch);
      forward.score(batch);
      assertThat(counting.held()).isPositive();
    }
    assertThat(counting.held()).isZero();
    counting.failAfter(1);
    assertThatThrownBy(() -> new CompiledStep(variant.network(), counted, Precision.F32, shape))
        .isInstanceOf(DeviceFailure.class);
    assertThat(counting.held()).isZero();
  }

  @Test
  void otherPrecisionsAreRefused() {
    Network net = ShippedNetworks.small().findFirst().orElseThrow().network();
    assertThatThrownBy(() -> new CompiledStep(net, engine, Precision.BF16, 16, 784))
        .isInstanceOf(NotCompilable.class)
        .hasMessage("the CUDA engine computes in f32 alone, not in bf16");
  }
}
