package dev.bottleneck.experiment;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.bottleneck.cli.Main;
import dev.bottleneck.data.SampleShape;
import dev.bottleneck.data.Splits;
import dev.bottleneck.runtime.Require;
import java.util.List;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration.ListBuilder;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * Few labels with the encoder of the convolutional autoencoder: its 64×3×3 codes → 20 gelu → 10
 * softmax.
 *
 * <p>What is compared {@link FewLabels} says. Source: after the notebook of Géron, Hands-On Machine
 * Learning (2nd ed.), chapter 17, the exercise that trains a classifier on 500 images. Loss:
 * cross-entropy, a mean over the batch.
 */
public final class FewLabelsConvolutionalExperiment
    extends FewLabels<FewLabelsConvolutionalExperiment.Hyperparameters> {
  /**
   * @param height of an image, 8 or more
   * @param width likewise; in each halving both are even or both are odd
   * @param channels 1 for gray, 3 for red, green and blue
   * @param filters of the three convolutions; the decoder has them in reverse
   * @param hidden units of the hidden layer above the encoder
   * @param classes units of the output layer
   * @param labelCounts numbers of labelled images, each an arm from scratch and one pretrained
   * @param pretrainingEpochs epochs of the autoencoder, on all training images
   * @param pretrainingLearningRate the autoencoder's, of Adam
   * @param frozenEpochs epochs on the labelled images in which a pretrained encoder is held fast
   * @param epochs epochs on the labelled images after those
   * @param learningRate the classifier's, likewise
   */
  public record Hyperparameters(
      int height,
      int width,
      int channels,
      List<Integer> filters,
      int hidden,
      int classes,
      List<Integer> labelCounts,
      int batchSize,
      int pretrainingEpochs,
      double pretrainingLearningRate,
      int frozenEpochs,
      int epochs,
      double learningRate)
      implements FewLabels.Hyperparameters {
    public Hyperparameters {
      ConvolutionalLayers.check(
          height, width, channels, filters, batchSize, pretrainingEpochs, pretrainingLearningRate);
      FewLabels.Hyperparameters.check(
          height * width * channels,
          classes,
          labelCounts,
          batchSize,
          pretrainingEpochs,
          frozenEpochs,
          epochs,
          learningRate);
      Require.atLeast("hidden", hidden, 1);
      filters = List.copyOf(filters);
    }

    /** Follows from height, width and channels, and is no key of its own. */
    @Override
    @JsonIgnore
    public int inputs() {
      return height * width * channels;
    }
  }

  public static void main(String[] args) {
    Main.run(FewLabelsConvolutionalExperiment.class, args);
  }

  @Override
  public String title() {
    return "Does a pretrained convolutional encoder help when labels are few?";
  }

  @Override
  public Class<Hyperparameters> hyperparameters() {
    return Hyperparameters.class;
  }

  @Override
  public void check(Hyperparameters h, Splits data) {
    ImageShape.require(new SampleShape(h.height(), h.width(), h.channels()), true, data);
    super.check(h, data);
  }

  @Override
  int encoderLayers() {
    return 2 * ConvolutionalLayers.POOLS;
  }

  @Override
  int codeUnits(Hyperparameters h) {
    int pools = ConvolutionalLayers.POOLS;
    return (h.height() >> pools) * (h.width() >> pools) * h.filters().get(pools - 1);
  }

  private static ListBuilder withEncoder(ListBuilder layers, Hyperparameters h) {
    return ConvolutionalLayers.encode(layers, h.channels(), h.filters())
        .setInputType(InputType.convolutionalFlat(h.height(), h.width(), h.channels()));
  }

  @Override
  ListBuilder encoder(Hyperparameters h, long seed) {
    return withEncoder(nothing(h.learningRate(), seed), h);
  }

  @Override
  MultiLayerConfiguration withHead(ListBuilder below, Hyperparameters h) {
    return below
        .layer(new DenseLayer.Builder().nIn(codeUnits(h)).nOut(h.hidden()).build())
        .layer(
            new OutputLayer.Builder(LossFunction.MCXENT)
                .nIn(h.hidden())
                .nOut(h.classes())
                .activation(Activation.SOFTMAX)
                .build())
        .build();
  }

  @Override
  MultiLayerConfiguration autoencoder(Hyperparameters h, long seed) {
    ListBuilder encoder = withEncoder(nothing(h.pretrainingLearningRate(), seed), h);
    return ConvolutionalLayers.decode(encoder, h.height(), h.channels(), h.filters()).build();
  }
}
