package dev.bottleneck.experiment;

import dev.bottleneck.cli.Main;
import dev.bottleneck.layer.BinaryCrossEntropyFromLogits;
import dev.bottleneck.runtime.Require;
import java.util.List;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration.ListBuilder;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * Few labels with the encoder of the stacked autoencoder: 784 → 100 gelu → 30 gelu → 10 softmax.
 *
 * <p>What is compared {@link FewLabels} says. Source: after Géron, Hands-On Machine Learning (3rd
 * ed.), chapter 17. Loss: cross-entropy, a mean over the batch.
 */
public final class FewLabelsExperiment extends FewLabels<FewLabelsExperiment.Hyperparameters> {
  /**
   * @param hidden units of the hidden layer
   * @param code units of the code
   * @param classes units of the output layer
   * @param labelCounts numbers of labelled images, each an arm from scratch and one pretrained
   * @param pretrainingEpochs epochs of the autoencoder, on all training images
   * @param frozenEpochs epochs on the labelled images in which a pretrained encoder is held fast
   * @param epochs epochs on the labelled images after those
   */
  public record Hyperparameters(
      int inputs,
      int hidden,
      int code,
      int classes,
      List<Integer> labelCounts,
      int batchSize,
      int pretrainingEpochs,
      int frozenEpochs,
      int epochs,
      double learningRate)
      implements FewLabels.Hyperparameters {
    public Hyperparameters {
      FewLabels.Hyperparameters.check(
          inputs,
          classes,
          labelCounts,
          batchSize,
          pretrainingEpochs,
          frozenEpochs,
          epochs,
          learningRate);
      Require.atLeast("hidden", hidden, 1);
      Require.atLeast("code", code, 1);
    }
  }

  public static void main(String[] args) {
    Main.run(FewLabelsExperiment.class, args);
  }

  @Override
  public String title() {
    return "Does a pretrained encoder help when labels are few?";
  }

  @Override
  public Class<Hyperparameters> hyperparameters() {
    return Hyperparameters.class;
  }

  @Override
  int encoderLayers() {
    return 2;
  }

  @Override
  int codeUnits(Hyperparameters h) {
    return h.code();
  }

  @Override
  ListBuilder encoder(Hyperparameters h, long seed) {
    return nothing(h.learningRate(), seed)
        .layer(new DenseLayer.Builder().nIn(h.inputs()).nOut(h.hidden()).build())
        .layer(new DenseLayer.Builder().nIn(h.hidden()).nOut(h.code()).build());
  }

  @Override
  MultiLayerConfiguration withHead(ListBuilder below, Hyperparameters h) {
    return below
        .layer(
            new OutputLayer.Builder(LossFunction.MCXENT)
                .nIn(h.code())
                .nOut(h.classes())
                .activation(Activation.SOFTMAX)
                .build())
        .build();
  }

  @Override
  MultiLayerConfiguration autoencoder(Hyperparameters h, long seed) {
    return encoder(h, seed)
        .layer(new DenseLayer.Builder().nIn(h.code()).nOut(h.hidden()).build())
        .layer(
            new OutputLayer.Builder(BinaryCrossEntropyFromLogits.meanOverUnits())
                .nIn(h.hidden())
                .nOut(h.inputs())
                .activation(Activation.SIGMOID)
                .build())
        .build();
  }
}
