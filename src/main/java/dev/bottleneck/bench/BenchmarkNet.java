package dev.bottleneck.bench;

import dev.bottleneck.layer.BinaryCrossEntropyFromLogits;
import dev.bottleneck.runtime.NearestName;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.study.autoencoder.AutoencoderExperiment;
import dev.bottleneck.study.autoencoder.AutoencoderHyperparameters;
import dev.bottleneck.study.yaml.ConfigurationFile;
import dev.bottleneck.study.yaml.ShippedConfigurations;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;

/**
 * An autoencoder that the benchmark trains: {@code [batch, 784]} to {@code [batch, 784]}, binary
 * cross-entropy from logits, a mean over pixels and the batch, Adam at a rate of 0.001.
 *
 * <p>The peer's script has the same ones by the same names.
 */
public enum BenchmarkNet {
  /** That of the experiment {@code stacked}. */
  STACKED("784-100-30-100-784, gelu", () -> shipped("stacked")),
  /** Large enough that its products take the time, not what lies between them. */
  WIDE("784-1000-500-30-500-1000-784, relu", () -> dense(1000, 500, 30, 500, 1000)),
  /** That of {@code convolutional}. */
  CONV(
      "convolutions 16-32-64 with max-pooling, transposed convolutions 32-16-1, gelu",
      () -> shipped("convolutional")),
  /** That of {@code recurrent}. */
  LSTM(
      "28 rows: LSTM 100, LSTM 30 (its last output), repeated, LSTM 100, dense 28",
      () -> shipped("recurrent"));

  /** Values of an example. */
  static final int PIXELS = 784;

  private static final double RATE = 1e-3;
  private static final long SEED = 1;

  private final String layers;
  private final Supplier<MultiLayerConfiguration> configuration;

  BenchmarkNet(String layers, Supplier<MultiLayerConfiguration> configuration) {
    this.layers = layers;
    this.configuration = configuration;
  }

  /**
   * The net that {@code --nets} calls {@code name}.
   *
   * @throws UserError with the name that was probably meant
   */
  public static BenchmarkNet named(String name) {
    List<String> known = Arrays.stream(values()).map(BenchmarkNet::toString).toList();
    int index = known.indexOf(name);
    if (index < 0) {
      String hint =
          NearestName.of(name, known).map(near -> ": did you mean \"" + near + "\"?").orElse("");
      throw new UserError(
          "--nets: no net \"%s\"%s (there are %s)".formatted(name, hint, String.join(", ", known)));
    }
    return values()[index];
  }

  /** Its layers in a few words. */
  String layers() {
    return layers;
  }

  /** The network with fresh random weights; to be closed. */
  public MultiLayerNetwork network() {
    MultiLayerNetwork net = new MultiLayerNetwork(configuration.get());
    net.init();
    return net;
  }

  /**
   * Floating-point operations of a training step's matrix products; empty for a net with other than
   * dense layers.
   *
   * <p>A layer of {@code in} to {@code out} units takes {@code batch · in · out} multiplications
   * and as many additions for its output, again for its weights' gradient, and again for its
   * input's, which the first layer does not need.
   */
  OptionalLong operations(int batch) {
    List<Layer> all =
        configuration.get().getConfs().stream().map(NeuralNetConfiguration::getLayer).toList();
    if (!all.stream().allMatch(l -> l instanceof DenseLayer || l instanceof BaseOutputLayer)) {
      return OptionalLong.empty();
    }
    long multiplications = 0;
    for (int i = 0; i < all.size(); i++) {
      FeedForwardLayer layer = (FeedForwardLayer) all.get(i);
      multiplications += batch * layer.getNIn() * layer.getNOut() * (i == 0 ? 2 : 3);
    }
    return OptionalLong.of(2 * multiplications);
  }

  /** The name that {@code --nets} takes. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The network of a shipped experiment, with the hyper-parameters that it ships with. */
  private static MultiLayerConfiguration shipped(String name) {
    ConfigurationFile file = ShippedConfigurations.open(name);
    return of((AutoencoderExperiment<?>) file.experiment(), file);
  }

  private static <H extends Record & AutoencoderHyperparameters> MultiLayerConfiguration of(
      AutoencoderExperiment<H> experiment, ConfigurationFile file) {
    H h = file.read(experiment).hyperparameters();
    return experiment.network(h, experiment.arms(h).get(0), SEED);
  }

  private static MultiLayerConfiguration dense(int... hidden) {
    var list =
        new NeuralNetConfiguration.Builder()
            .seed(SEED)
            .updater(new Adam(RATE))
            .weightInit(WeightInit.XAVIER_UNIFORM)
            .activation(Activation.RELU)
            .list();
    int from = PIXELS;
    for (int units : hidden) {
      list.layer(new DenseLayer.Builder().nIn(from).nOut(units).build());
      from = units;
    }
    return list.layer(
            new OutputLayer.Builder(BinaryCrossEntropyFromLogits.meanOverUnits())
                .nIn(from)
                .nOut(PIXELS)
                .activation(Activation.SIGMOID)
                .build())
        .build();
  }
}
