package dev.bottleneck.step;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bottleneck.experiment.ConvolutionalExperiment;
import dev.bottleneck.experiment.ConvolutionalExperiment.Hyperparameters;
import dev.bottleneck.layer.BinaryCrossEntropyFromLogits;
import dev.bottleneck.layer.Gelu;
import dev.bottleneck.layer.HalfSquaredError;
import dev.bottleneck.layer.Masking;
import dev.bottleneck.step.graph.Precision;
import dev.bottleneck.study.result.Arm;
import dev.bottleneck.testing.Networks;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.Adam;

/** Networks of images train as DL4J's do, whatever the sizes; what is not known is refused. */
class ConvolutionLayersTest {
  private static final IActivation TANH = Activation.TANH.getActivationFunction();

  private static MultiLayerNetwork network(int height, int width, Layer... layers) {
    var list =
        new NeuralNetConfiguration.Builder()
            .seed(3)
            .updater(new Adam(1e-3, 0.9, 0.999, 1e-7))
            .list();
    for (Layer layer : layers) {
      list.layer(layer);
    }
    MultiLayerNetwork net =
        new MultiLayerNetwork(
            list.setInputType(InputType.convolutionalFlat(height, width, 1)).build());
    net.init();
    return net;
  }

  private static ConvolutionLayer.Builder convolution(int out, int kernel, int stride) {
    return new ConvolutionLayer.Builder(kernel, kernel)
        .stride(stride, stride)
        .nOut(out)
        .activation(new Gelu());
  }

  private static Deconvolution2D.Builder deconvolution(int out, int kernel, int stride) {
    return new Deconvolution2D.Builder(kernel, kernel)
        .stride(stride, stride)
        .nOut(out)
        .activation(new Gelu());
  }

  private static SubsamplingLayer.Builder pool() {
    return new SubsamplingLayer.Builder(PoolingType.MAX).kernelSize(2, 2).stride(2, 2);
  }

  private static OutputLayer output(int n) {
    return new OutputLayer.Builder(BinaryCrossEntropyFromLogits.meanOverUnits())
        .nOut(n)
        .activation(Activation.SIGMOID)
        .build();
  }

  /** Examples of {@code inputs}, their labels any of {@code outputs}; the last batch is smaller. */
  private static DataSet[] batches(int rows, int inputs, int outputs) {
    return Stream.of(rows, rows, rows - 3)
        .map(
            n -> {
              // The upper half is empty, as images are: the pooling has ties there.
              INDArray x = Networks.uniform(DataType.FLOAT, n, n, inputs);
              x.get(NDArrayIndex.all(), NDArrayIndex.interval(0, inputs / 2)).assign(0);
              return new DataSet(x, Networks.uniform(DataType.FLOAT, n + 1, n, outputs));
            })
        .toArray(DataSet[]::new);
  }

  private static MultiLayerNetwork shipped(int height, int width, Integer... filters) {
    return convolutional(height, width, 1, filters);
  }

  private static MultiLayerNetwork convolutional(
      int height, int width, int channels, Integer... filters) {
    MultiLayerNetwork net =
        new MultiLayerNetwork(
            new ConvolutionalExperiment()
                .network(
                    new Hyperparameters(height, width, channels, List.of(filters), 32, 1, 1e-3),
                    new Arm("convolutional", "convolutional"),
                    5));
    net.init();
    return net;
  }

  @ParameterizedTest
  @CsvSource({"12, 20, 4", "12, 20, 32", "28, 28, 4", "28, 28, 32"})
  void trainsTheShippedNetworkAsDl4jDoes(int height, int width, int batch) {
    holds(shipped(height, width, 16, 32, 64), batches(batch, height * width, height * width));
  }

  @ParameterizedTest
  @CsvSource({"32, 32, 3, 16", "16, 16, 1, 32", "30, 30, 3, 8", "9, 25, 3, 4", "64, 64, 3, 4"})
  void trainsOtherSizesAndColourAsDl4jDoes(int height, int width, int channels, int batch) {
    int length = height * width * channels;
    INDArray x = Networks.uniform(DataType.FLOAT, batch, batch, length);
    Parity.sameGradient(convolutional(height, width, channels, 16, 32, 64), new DataSet(x, x));
  }

  /** A plan with a reference kernel would be refused. */
  @ParameterizedTest
  @ValueSource(ints = {1, 32, 256})
  void hasFastKernelsForTheShippedNetwork(int batch) {
    assertThat(Parity.refusal(shipped(28, 28, 16, 32, 64), Precision.F32, batch, 784)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"1, 1, 1", "2, 3, 4", "8, 17, 5"})
  void trainsAnyNumberOfFilters(int first, int second, int third) {
    holds(shipped(12, 20, first, second, third), batches(8, 240, 240));
  }

  static Stream<Arguments> windows() {
    int[][] kernelsAndStrides = {{1, 1}, {2, 1}, {2, 2}, {3, 1}, {3, 2}, {4, 2}, {5, 3}};
    return Stream.of(ConvolutionMode.Same, ConvolutionMode.Truncate)
        .flatMap(mode -> Stream.of(kernelsAndStrides).map(k -> Arguments.of(mode, k[0], k[1])));
  }

  @ParameterizedTest
  @MethodSource("windows")
  void convolvesAsDl4jDoes(ConvolutionMode mode, int kernel, int stride) {
    holds(
        9,
        8,
        convolution(4, 3, 1).convolutionMode(ConvolutionMode.Same).build(),
        convolution(3, kernel, stride).convolutionMode(mode).build(),
        output(10));
  }

  @ParameterizedTest
  @MethodSource("windows")
  void convolvesTransposedAsDl4jDoes(ConvolutionMode mode, int kernel, int stride) {
    for (int channels : new int[] {1, 3}) {
      holds(
          5,
          4,
          convolution(4, 3, 1).convolutionMode(ConvolutionMode.Same).build(),
          deconvolution(channels, kernel, stride).convolutionMode(mode).build(),
          output(10));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void padsAsDl4jDoes(int channels) {
    holds(
        9,
        8,
        convolution(4, 3, 2).padding(1, 1).build(),
        deconvolution(channels, 4, 2).padding(1, 1).build(),
        output(10));
  }

  static Stream<IActivation> activations() {
    return Stream.concat(
        Stream.of(new Gelu()),
        Stream.of(Activation.IDENTITY, Activation.TANH, Activation.SIGMOID, Activation.RELU)
            .map(Activation::getActivationFunction));
  }

  @ParameterizedTest
  @MethodSource("activations")
  void activatesAsDl4jDoes(IActivation activation) {
    holds(
        10,
        10,
        convolution(4, 3, 1).activation(activation).build(),
        pool().build(),
        deconvolution(3, 3, 2).activation(activation).build(),
        deconvolution(1, 2, 1).activation(activation).build(),
        output(10));
  }

  @Test
  void poolsOtherWindows() {
    holds(9, 11, convolution(4, 3, 1).build(), pool().kernelSize(3, 2).build(), output(10));
    holds(9, 11, convolution(4, 3, 1).build(), pool().stride(1, 1).build(), output(10));
  }

  @Test
  void poolsImagesThemselves() {
    holds(9, 11, pool().build(), convolution(4, 3, 1).build(), output(10));
  }

  @Test
  void turnsVectorsIntoImagesWithin() {
    MultiLayerNetwork net =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(3)
                .updater(new Adam(1e-3, 0.9, 0.999, 1e-7))
                .list()
                .layer(new DenseLayer.Builder().nIn(12).nOut(5 * 4 * 3).activation(TANH).build())
                .layer(deconvolution(2, 3, 2).nIn(5).convolutionMode(ConvolutionMode.Same).build())
                .layer(
                    new LossLayer.Builder(new HalfSquaredError())
                        .activation(Activation.IDENTITY)
                        .build())
                .inputPreProcessor(1, new FeedForwardToCnnPreProcessor(4, 3, 5))
                .inputPreProcessor(2, new CnnToFeedForwardPreProcessor(8, 6, 2))
                .build());
    net.init();
    holds(net, batches(5, 12, 96));
  }

  @Test
  void trainsImagesOfSeveralChannels() {
    holds(
        6,
        6,
        convolution(4, 3, 1).build(),
        convolution(3, 3, 1).activation(Activation.IDENTITY).build(),
        new LossLayer.Builder(new HalfSquaredError()).activation(Activation.SIGMOID).build());
  }

  @Test
  void corruptsTheInputAsDl4jDoes() {
    holds(6, 6, convolution(4, 3, 1).dropOut(new Masking(0.3, 9)).build(), output(10));
  }

  private static void holds(MultiLayerNetwork net, DataSet... batches) {
    net.params().addi(Networks.uniform(DataType.FLOAT, 5, net.params().shape()).muli(0.05));
    Parity.sameGradient(net, batches[0]);
    Parity.sameGradient(net, batches[2]);
    Parity.sameAfter(30, net, batches);
  }

  private static void holds(int height, int width, Layer... layers) {
    MultiLayerNetwork net = network(height, width, layers);
    int labels = 1;
    for (long size : net.output(Networks.uniform(DataType.FLOAT, 1, 1, height * width)).shape()) {
      labels *= (int) size;
    }
    holds(net, batches(5, height * width, labels));
  }

  static Stream<Arguments> unknown() {
    return Stream.of(
        Arguments.of("without bias", convolution(2, 3, 1).hasBias(false).build()),
        Arguments.of("a dilation", convolution(2, 3, 1).dilation(2, 2).build()),
        Arguments.of(
            "the convolution mode Strict",
            convolution(2, 3, 1).convolutionMode(ConvolutionMode.Strict).build()),
        Arguments.of(
            "a kernel smaller than its stride",
            deconvolution(2, 1, 2).convolutionMode(ConvolutionMode.Same).build()),
        Arguments.of("without bias", deconvolution(2, 3, 2).hasBias(false).build()),
        Arguments.of("the dropout", deconvolution(2, 3, 2).dropOut(new Masking(0.1, 1)).build()),
        Arguments.of("the pooling type AVG", pool().poolingType(PoolingType.AVG).build()),
        Arguments.of(
            "pooling other than in Truncate mode",
            pool().convolutionMode(ConvolutionMode.Same).build()));
  }

  @ParameterizedTest
  @MethodSource("unknown")
  void refusesWhatItDoesNotKnow(String reason, Layer layer) {
    MultiLayerNetwork net = network(9, 9, convolution(2, 3, 1).build(), layer, output(4));
    assertThat(Parity.refusal(net, Precision.F32, 2, 81))
        .hasValueSatisfying(r -> assertThat(r).startsWith("layer 1 ").contains(reason));
  }

  @Test
  void refusesChannelsLast() {
    MultiLayerNetwork net =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .list()
                .layer(convolution(2, 3, 1).build())
                .layer(output(4))
                .setInputType(InputType.convolutional(9, 9, 1, CNN2DFormat.NHWC))
                .build());
    net.init();
    assertThat(Parity.refusal(net, Precision.F32, 2, 9, 9, 1))
        .hasValueSatisfying(r -> assertThat(r).contains("the data format NHWC is not known"));
  }
}
