package dev.bottleneck.experiment;

import dev.bottleneck.autoencoder.MatrixFile;
import dev.bottleneck.autoencoder.MatrixNames;
import dev.bottleneck.autoencoder.RowClasses;
import dev.bottleneck.cli.Main;
import dev.bottleneck.data.Dataset;
import dev.bottleneck.layer.RandomBiases;
import dev.bottleneck.runtime.Require;
import dev.bottleneck.study.autoencoder.AutoencoderExperiment;
import dev.bottleneck.study.autoencoder.AutoencoderHyperparameters;
import dev.bottleneck.study.figures.StudyFigures;
import dev.bottleneck.study.result.Arm;
import dev.bottleneck.training.Network;
import java.util.Optional;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.distribution.NormalDistribution;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * A stacked autoencoder of sigmoid layers from standard normal weights and biases.
 *
 * <p>784 → 256 → 128 → 256 → 784 by default; squared error, a mean over pixels and the batch.
 * Source: the autoencoder of A. Damien's TensorFlow-Examples, of which there are many versions, in
 * one with Adam (Kingma and Ba, 2015) at TensorFlow 1's ε of 1e-8, which is DL4J's as well.
 */
public final class SigmoidStackExperiment
    extends AutoencoderExperiment<SigmoidStackExperiment.Hyperparameters> {

  /**
   * @param hidden units of the encoder's and of the decoder's hidden layer
   * @param code units of the code
   */
  public record Hyperparameters(
      int inputs, int hidden, int code, int batchSize, int epochs, double learningRate)
      implements AutoencoderHyperparameters {
    public Hyperparameters {
      AutoencoderHyperparameters.check(inputs, batchSize, epochs, learningRate);
      Require.atLeast("hidden", hidden, 1);
      Require.atLeast("code", code, 1);
    }
  }

  public static void main(String[] args) {
    Main.run(SigmoidStackExperiment.class, args);
  }

  @Override
  public String title() {
    return "Sigmoid stack";
  }

  @Override
  public Class<Hyperparameters> hyperparameters() {
    return Hyperparameters.class;
  }

  /** The codes of all training images go to {@code codes.mat}, as the source's did. */
  @Override
  public void draw(StudyFigures figures, Hyperparameters h) {
    super.draw(figures, h);
    for (Arm arm : figures.arms()) {
      Dataset data = figures.trainingData();
      INDArray codes = autoencoder(figures, arm, h).encode(data.features());
      Optional<RowClasses> classes = RowClasses.of(data.labels(), data.classNames());
      figures.attach(
          "codes.mat",
          out -> MatrixFile.MAT.writeTo(out, codes, classes, MatrixNames.numbered("encoder_")));
    }
  }

  @Override
  public int codeLayer(Hyperparameters h) {
    return 1;
  }

  @Override
  protected void drawBiases(Network net, long seed) {
    for (int layer = 0; layer < net.nodes().size(); layer++) {
      RandomBiases.normal(net.asLayers(), layer, 1, seed);
    }
  }

  @Override
  public MultiLayerConfiguration network(Hyperparameters h, Arm arm, long seed) {
    return new NeuralNetConfiguration.Builder()
        .seed(seed)
        .updater(new Adam(h.learningRate()))
        .dist(new NormalDistribution(0, 1))
        .activation(Activation.SIGMOID)
        .list()
        .layer(new DenseLayer.Builder().nIn(h.inputs()).nOut(h.hidden()).build())
        .layer(new DenseLayer.Builder().nIn(h.hidden()).nOut(h.code()).build())
        .layer(new DenseLayer.Builder().nIn(h.code()).nOut(h.hidden()).build())
        .layer(
            new OutputLayer.Builder(LossFunction.MSE)
                .nIn(h.hidden())
                .nOut(h.inputs())
                .activation(Activation.SIGMOID)
                .build())
        .build();
  }
}
