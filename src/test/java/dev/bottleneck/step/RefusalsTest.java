package dev.bottleneck.step;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bottleneck.layer.BinaryCrossEntropyFromLogits;
import dev.bottleneck.layer.KSparse;
import dev.bottleneck.layer.Masking;
import dev.bottleneck.step.graph.Precision;
import dev.bottleneck.testing.Networks;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.constraint.MaxNormConstraint;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.weightnoise.DropConnect;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.AdaGrad;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.lossfunctions.impl.LossBinaryXENT;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;

/** What the compiled step does not know is left to DL4J, with one reason. */
class RefusalsTest {
  private static final int INPUTS = 6;
  private static final DataSet BATCH = Parity.images(8, INPUTS)[0];

  private static DenseLayer.Builder dense() {
    return new DenseLayer.Builder().nIn(INPUTS).nOut(4).activation(Activation.TANH);
  }

  private static OutputLayer output() {
    return new OutputLayer.Builder(BinaryCrossEntropyFromLogits.meanOverUnits())
        .nIn(4)
        .nOut(INPUTS)
        .activation(Activation.SIGMOID)
        .build();
  }

  static Stream<Arguments> unknown() {
    Layer masked = new KSparse(2);
    masked.setIDropout(new Masking(0.1, 1));
    return Stream.of(
        unknown(
            "layer 1 (BatchNormalization): this layer is not known",
            dense().build(),
            new BatchNormalization.Builder().nIn(4).nOut(4).build(),
            output()),
        unknown(
            "layer 0 \"frozen\" (FrozenLayer): this layer is not known",
            new FrozenLayer.Builder().name("frozen").layer(dense().build()).build(),
            output()),
        unknown(
            "layer 0 (DenseLayer): l1, l2 and weight decay", dense().l2(1e-3).build(), output()),
        unknown(
            "layer 0 (DenseLayer): l1, l2 and weight decay",
            dense().l1Bias(1e-3).build(),
            output()),
        unknown(
            "layer 0 (DenseLayer): l1, l2 and weight decay",
            dense().weightDecay(1e-3).build(),
            output()),
        unknown(
            "layer 0 (DenseLayer): gradient normalization",
            dense().gradientNormalization(GradientNormalization.ClipL2PerLayer).build(),
            output()),
        unknown(
            "layer 0 (DenseLayer): constraints",
            dense().constrainWeights(new MaxNormConstraint(1, 1)).build(),
            output()),
        unknown(
            "layer 0 (DenseLayer): weight noise",
            dense().weightNoise(new DropConnect(0.5)).build(),
            output()),
        unknown(
            "layer 0 (DenseLayer): the dropout Dropout(",
            dense().dropOut(new Dropout(0.5)).build(),
            output()),
        unknown("layer 1 (KSparse): the dropout Masking(", dense().build(), masked, output()),
        unknown("layer 0 (DenseLayer): without bias", dense().hasBias(false).build(), output()),
        unknown(
            "layer 0 (DenseLayer): the activation softsign",
            dense().activation(Activation.SOFTSIGN).build(),
            output()),
        unknown(
            "layer 0 (DenseLayer): the activation",
            dense().activation(new ActivationReLU(6.0, 0.0, 0.0)).build(),
            output()),
        unknown(
            "layer 1 (OutputLayer): the loss LossBinaryXENT",
            dense().build(),
            new OutputLayer.Builder(new LossBinaryXENT())
                .nIn(4)
                .nOut(INPUTS)
                .activation(Activation.SIGMOID)
                .build()),
        unknown(
            "layer 1 (LossLayer): the score that DL4J has for",
            new DenseLayer.Builder()
                .nIn(INPUTS)
                .nOut(INPUTS)
                .activation(Activation.IDENTITY)
                .build(),
            new LossLayer.Builder(new LossMSE()).activation(Activation.SIGMOID).build()));
  }

  private static Arguments unknown(String reason, Layer... layers) {
    return Arguments.of(reason, layers);
  }

  @ParameterizedTest
  @MethodSource("unknown")
  void namesLayerAndSetting(String reason, Layer[] layers) {
    refused(reason, Networks.layers(DataType.FLOAT, new Adam(1e-3), layers));
  }

  private static void refused(String reason, MultiLayerNetwork net) {
    assertThat(Parity.refusal(net, Precision.F32, 8, INPUTS).orElseThrow())
        .startsWith(reason)
        .doesNotContain("\n");
    INDArray before = net.params().dup();
    try (var step = EngineChoice.AUTO.step(net, 8, INPUTS)) {
      step.fit(BATCH);
    }
    assertThat(net.getIterationCount()).isEqualTo(1);
    assertThat(net.params().distance2(before)).isPositive();
  }

  static Stream<Arguments> unknownUpdaters() {
    return Stream.of(
        Arguments.of("the updater AdaGrad is not known", new AdaGrad(0.1)),
        Arguments.of("epsilon of the updater Adam is 1.0E-20", new Adam(1e-3, 0.9, 0.999, 1e-20)));
  }

  @ParameterizedTest
  @MethodSource("unknownUpdaters")
  void namesTheUpdater(String reason, IUpdater updater) {
    refused(reason, Networks.layers(DataType.FLOAT, updater, dense().build(), output()));
  }

  @Test
  void namesTheDataType() {
    refused(
        "the network's data type is DOUBLE",
        Networks.layers(DataType.DOUBLE, new Adam(1e-3), dense().build(), output()));
  }

  @Test
  void namesWhatIsSetForTheWholeNetwork() {
    refused("the network does not average over the batch", configured(c -> c.miniBatch(false)));
  }

  private static MultiLayerNetwork configured(
      UnaryOperator<NeuralNetConfiguration.Builder> setting) {
    MultiLayerNetwork net =
        new MultiLayerNetwork(
            setting
                .apply(new NeuralNetConfiguration.Builder().updater(new Adam(1e-3)))
                .list()
                .layer(dense().build())
                .layer(output())
                .build());
    net.init();
    return net;
  }

  /** A class path without oneDNN, in a machine of its own. */
  @Test
  @Timeout(120)
  void withoutOneDnnTheNetworkTrainsAllTheSame() throws IOException, InterruptedException {
    String classPath =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> !entry.contains("dnnl"))
            .collect(Collectors.joining(File.pathSeparator));
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx256m",
                    "-cp",
                    classPath,
                    WithoutOneDnn.class.getName()))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(output)
        .contains("refusal: oneDNN cannot be loaded: java.lang.NoClassDefFoundError")
        .contains("steps: 1");
  }

  /** What that machine runs. */
  static final class WithoutOneDnn {
    private WithoutOneDnn() {}

    public static void main(String[] arguments) {
      MultiLayerNetwork net =
          Networks.layers(DataType.FLOAT, new Adam(1e-3), dense().build(), output());
      System.out.println(
          "refusal: " + Parity.refusal(net, Precision.F32, 8, INPUTS).orElse("none"));
      try (var step = EngineChoice.AUTO.step(net, 8, INPUTS)) {
        step.fit(BATCH);
      }
      System.out.println("steps: " + net.getIterationCount());
    }
  }
}
