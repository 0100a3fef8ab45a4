package dev.bottleneck.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.bottleneck.step.cuda.CudaEngine;
import dev.bottleneck.step.cuda.TestedDevices;
import dev.bottleneck.step.graph.NotCompilable;
import dev.bottleneck.step.graph.PlanEngine;
import dev.bottleneck.step.graph.Precision;
import dev.bottleneck.step.graph.Purpose;
import dev.bottleneck.step.onednn.OneDnnEngine;
import dev.bottleneck.testing.GradientCheck;
import dev.bottleneck.testing.NetworkCopies;
import dev.bottleneck.testing.Networks;
import dev.bottleneck.training.ForwardPass;
import dev.bottleneck.training.Network;
import dev.bottleneck.training.TrainingStep;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Holds the compiled step against DL4J's: gradient, score, and where both are after many steps; by
 * oneDNN and, where a C++ compiler makes its kernels for the processor, by CUDA's engine.
 */
final class Parity {
  private static final double GRADIENT = 1e-4;
  private static final double SCORE = 1e-5;
  private static final double AFTER_STEPS = 1e-3;

  /** So many on a processor in a GPU's place, whose threads come one after another. */
  private static final int CUDA_STEPS = Integer.getInteger("parity.cuda.steps", 20);

  static final PlanEngine ONE_DNN = new OneDnnEngine();

  private Parity() {}

  /** The compiled step; that it is refused fails the test. */
  static TrainingStep compiled(Network net, long... featuresShape) {
    try {
      return StepCompiler.step(net, Precision.F32, featuresShape);
    } catch (NotCompilable e) {
      throw new AssertionError(e);
    }
  }

  /** Why a network is not compiled; empty if it is. */
  static Optional<String> refusal(Network net, Precision precision, long... featuresShape) {
    try (TrainingStep step = StepCompiler.step(net, precision, featuresShape)) {
      return Optional.empty();
    } catch (NotCompilable e) {
      return Optional.of(e.getMessage());
    }
  }

  /** All of them. */
  static List<PlanEngine> engines() {
    return TestedDevices.present()
        .map(devices -> List.<PlanEngine>of(ONE_DNN, new CudaEngine(devices)))
        .orElse(List.of(ONE_DNN));
  }

  /** Asserts that both compute the same on {@code batches}, again and again for 100 steps. */
  static void holds(Network net, DataSet... batches) {
    net.params().addi(Networks.uniform(DataType.FLOAT, 5, net.params().shape()).muli(0.05));
    sameGradient(net, batches[0]);
    sameAfter(100, net, batches);
  }

  /**
   * Score and gradient are those of the same network in double precision, or at least not twice as
   * far from them as DL4J's in single precision: where terms cancel, floats have no more digits to
   * give.
   */
  static void sameGradient(Network net, DataSet batch) {
    Network exact = NetworkCopies.exact(net);
    double score =
        GradientCheck.score(
            exact.model(),
            batch.getFeatures().castTo(DataType.DOUBLE),
            batch.getLabels().castTo(DataType.DOUBLE));
    Network stock = NetworkCopies.of(net);
    double stockScore = GradientCheck.score(stock.model(), batch.getFeatures(), batch.getLabels());
    double tolerance = Math.max(SCORE * Math.abs(score), 2 * Math.abs(stockScore - score));
    double attainable = 2 * worst(stock.gradient(), exact.gradient());
    for (PlanEngine engine : engines()) {
      net.gradient().assign(Double.NaN);
      try (CompiledStep step = step(engine, net, batch)) {
        assertThat(step.gradientAndScore(batch))
            .as("score by %s", engine.name())
            .isCloseTo(score, within(tolerance));
      }
      assertThat(worst(net.gradient(), exact.gradient()))
          .as("gradient by %s", engine.name())
          .isLessThan(Math.max(GRADIENT, attainable));
    }
  }

  private static CompiledStep step(PlanEngine engine, Network net, DataSet batch) {
    try {
      return new CompiledStep(net, engine, Precision.F32, batch.getFeatures().shape());
    } catch (NotCompilable e) {
      throw new AssertionError(engine.name(), e);
    }
  }

  /** From one start, parameters, updater state, score and counters stay together. */
  static void sameAfter(int steps, Network net, DataSet... batches) {
    Network stock = NetworkCopies.of(net);
    Map<Integer, Network> stockAfter = new HashMap<>();
    List<Double> scores = new ArrayList<>();
    for (int i = 0; i < steps; i++) {
      stock.fit(batches[i % batches.length]);
      scores.add(stock.score());
      if (i + 1 == Math.min(steps, CUDA_STEPS)) {
        stockAfter.put(i + 1, NetworkCopies.of(stock));
      }
    }
    stockAfter.put(steps, stock);
    for (PlanEngine engine : engines()) {
      int count = engine == ONE_DNN ? steps : Math.min(steps, CUDA_STEPS);
      Network fast = NetworkCopies.of(net);
      try (TrainingStep step = step(engine, fast, batches[0])) {
        for (int i = 0; i < count; i++) {
          step.fit(batches[i % batches.length]);
          if (i < 2) {
            assertThat(step.meanLoss())
                .as("score by %s", engine.name())
                .isEqualTo(fast.score())
                .isCloseTo(scores.get(i), within(SCORE * Math.abs(scores.get(i))));
          }
        }
      }
      same(engine.name(), fast, stockAfter.get(count));
    }
  }

  private static void same(String engine, Network fast, Network stock) {
    assertThat(worst(fast.params(), stock.params()))
        .as("parameters by %s", engine)
        .isLessThan(AFTER_STEPS);
    if (stock.updaterState().isPresent()) {
      assertThat(worst(fast.updaterState().orElseThrow(), stock.updaterState().orElseThrow()))
          .as("updater state by %s", engine)
          .isLessThan(AFTER_STEPS);
    }
    assertThat(NetworkCopies.json(fast)).isEqualTo(NetworkCopies.json(stock));
  }

  /** At test time: the score, the codes, the output, and what can be decoded from the codes. */
  static void sameForward(Network net, String code, DataSet batch) {
    net.params().addi(Networks.uniform(DataType.FLOAT, 5, net.params().shape()).muli(0.05));
    for (PlanEngine engine : engines()) {
      sameForward(engine, net, code, batch);
    }
  }

  private static void sameForward(PlanEngine engine, Network net, String code, DataSet batch) {
    INDArray x = batch.getFeatures();
    ForwardPass stock = ForwardPass.of(net);
    INDArray codes = stock.activations(Network.INPUT, code, x);
    boolean decodes = net.definition().separates(code);
    try (Programs programs = new Programs(net, engine, Precision.F32);
        ForwardPass fast = new CompiledForward(net, engine)) {
      // What cannot be compiled DL4J would do in silence.
      programs.program(Purpose.SCORE, x.shape());
      programs.program(Purpose.ACTIVATIONS, x.shape());
      if (decodes) {
        programs.program(Purpose.ACTIVATIONS, code, net.output(), codes.shape());
      }
      for (int i = 0; i < 2; i++) {
        double score = stock.score(batch);
        assertThat(fast.score(batch)).isCloseTo(score, within(SCORE * Math.abs(score)));
        assertClose(fast.activations(Network.INPUT, code, x), codes);
        assertClose(ForwardPass.output(fast, net, x), ForwardPass.output(stock, net, x));
        assertSameAmongOthers(fast, code, x);
        if (decodes) {
          assertClose(
              fast.activations(code, net.output(), codes),
              stock.activations(code, net.output(), codes));
        }
      }
    } catch (NotCompilable e) {
      throw new AssertionError(e);
    }
  }

  /** Written to some rows of a larger array, the rest of which stays. */
  private static void assertSameAmongOthers(ForwardPass pass, String node, INDArray x) {
    INDArray values = pass.activations(Network.INPUT, node, x);
    long[] shape = values.shape().clone(); // its own would be changed
    shape[0] += 2;
    INDArray all = Nd4j.valueArrayOf(shape, -7f, DataType.FLOAT);
    INDArray fortran = values.dup('f').assign(-7);
    pass.writeActivations(Network.INPUT, node, x, fortran);
    assertThat(fortran).isEqualTo(values);
    INDArray place = all.get(NDArrayIndex.interval(1, shape[0] - 1));
    pass.writeActivations(Network.INPUT, node, x, place);
    assertThat(place).isEqualTo(values);
    assertThat(all.slice(0).minNumber().floatValue()).isEqualTo(-7);
    assertThat(all.slice(0).maxNumber().floatValue()).isEqualTo(-7);
    assertThat(all.slice(shape[0] - 1).maxNumber().floatValue()).isEqualTo(-7);
  }

  private static void assertClose(INDArray actual, INDArray expected) {
    assertThat(actual.shape()).isEqualTo(expected.shape());
    assertThat(worst(actual, expected)).isLessThan(GRADIENT);
  }

  /** The same of layers in a row. */
  static void holds(MultiLayerNetwork net, DataSet... batches) {
    holds(Network.of(net), batches);
  }

  /** The same of layers in a row. */
  static void sameGradient(MultiLayerNetwork net, DataSet batch) {
    sameGradient(Network.of(net), batch);
  }

  /** The same of layers in a row. */
  static void sameAfter(int steps, MultiLayerNetwork net, DataSet... batches) {
    sameAfter(steps, Network.of(net), batches);
  }

  /** The same of layers in a row. */
  static TrainingStep compiled(MultiLayerNetwork net, long... featuresShape) {
    return compiled(Network.of(net), featuresShape);
  }

  /** The same of layers in a row. */
  static Optional<String> refusal(
      MultiLayerNetwork net, Precision precision, long... featuresShape) {
    return refusal(Network.of(net), precision, featuresShape);
  }

  private static double worst(INDArray actual, INDArray expected) {
    return worst(
        actual.dup().reshape(actual.length()).toFloatVector(),
        expected.castTo(DataType.DOUBLE).dup().reshape(expected.length()).toDoubleVector());
  }

  /** The greatest difference, relative to the value or to a hundredth of the greatest one. */
  static double worst(float[] actual, double[] expected) {
    double greatest = 0;
    for (double e : expected) {
      greatest = Math.max(greatest, Math.abs(e));
    }
    double worst = 0;
    for (int i = 0; i < expected.length; i++) {
      double scale = Math.max(Math.abs(expected[i]), 0.01 * greatest);
      double error = scale == 0 ? Math.abs(actual[i]) : Math.abs(actual[i] - expected[i]) / scale;
      if (!(error <= worst)) {
        worst = error;
      }
    }
    return worst;
  }

  /** Batches of {@code rows} random examples within [0, 1), and a smaller last one. */
  static DataSet[] images(int rows, int columns) {
    return List.of(rows, rows, rows - 3).stream()
        .map(
            n -> {
              INDArray x = Networks.uniform(DataType.FLOAT, 3 + n, n, columns);
              return new DataSet(x, x);
            })
        .toArray(DataSet[]::new);
  }
}
