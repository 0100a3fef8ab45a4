package dev.bottleneck.experiment;

import dev.bottleneck.layer.ClassicalMomentum;
import dev.bottleneck.layer.Masking;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;

/** The networks of {@link DenoisingPretrainingExperiment}. */
final class DenoisingPretrainingNetworks {
  private DenoisingPretrainingNetworks() {}

  /** {@code [batch, inputs]} to {@code [batch, classes]}: 784-100-100-10 by default. */
  static MultiLayerConfiguration classifier(
      DenoisingPretrainingExperiment.Hyperparameters h, long seed) {
    NeuralNetConfiguration.ListBuilder layers =
        new NeuralNetConfiguration.Builder()
            .seed(seed)
            .updater(new ClassicalMomentum(h.fineTuningLearningRate(), h.momentum()))
            .weightInit(WeightInit.SIGMOID_UNIFORM)
            .activation(Activation.SIGMOID)
            .list();
    int inputs = h.inputs();
    for (int units : h.hidden()) {
      layers.layer(new DenseLayer.Builder().nIn(inputs).nOut(units).build());
      inputs = units;
    }
    return layers.layer(h.classifierLoss().layer(inputs, h.classes())).build();
  }

  /** {@code [batch, inputs]} to its reconstruction, from masked inputs. */
  static MultiLayerConfiguration autoencoder(
      DenoisingPretrainingExperiment.Hyperparameters h,
      int inputs,
      int code,
      double corruption,
      long seed) {
    DenseLayer.Builder encoder = new DenseLayer.Builder().nIn(inputs).nOut(code);
    if (corruption > 0) {
      encoder.dropOut(new Masking(corruption, seed));
    }
    return new NeuralNetConfiguration.Builder()
        .seed(seed)
        .updater(new ClassicalMomentum(h.pretrainingLearningRate(), h.momentum()))
        .weightInit(WeightInit.SIGMOID_UNIFORM)
        .activation(Activation.SIGMOID)
        .list()
        .layer(encoder.build())
        .layer(ClassifierLoss.SQUARED_ERROR.layer(code, inputs))
        .build();
  }

  /** The network with the weights of its seed, and biases as {@code h} says. */
  static MultiLayerNetwork initialized(
      MultiLayerConfiguration configuration, DenoisingPretrainingExperiment.Hyperparameters h) {
    MultiLayerNetwork net = new MultiLayerNetwork(configuration);
    net.init();
    h.initialBiases().drawFor(net, configuration.getConf(0).getSeed());
    return net;
  }
}
