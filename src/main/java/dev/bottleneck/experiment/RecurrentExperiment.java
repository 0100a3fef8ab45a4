package dev.bottleneck.experiment;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.bottleneck.cli.Main;
import dev.bottleneck.data.SampleShape;
import dev.bottleneck.data.Splits;
import dev.bottleneck.layer.BinaryCrossEntropyFromLogits;
import dev.bottleneck.layer.Orthogonal;
import dev.bottleneck.layer.ReshapeExamples;
import dev.bottleneck.runtime.Require;
import dev.bottleneck.study.autoencoder.AutoencoderExperiment;
import dev.bottleneck.study.autoencoder.AutoencoderHyperparameters;
import dev.bottleneck.study.result.Arm;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.misc.RepeatVector;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.preprocessor.ComposableInputPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToRnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.RnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.weights.WeightInitDistribution;
import org.nd4j.linalg.activations.Activation;

/**
 * The recurrent autoencoder: an image as a sequence of its rows.
 *
 * <p>By default 28 rows of 28 → LSTM 100 (every row) → LSTM 30 (its last output is the code) →
 * repeated 28 times → LSTM 100 → on each row 28 sigmoid. Examples are {@code [batch, height ×
 * width]}, within the network {@code [batch, row, value]}. Binary cross-entropy, a mean over pixels
 * and the batch. LSTM: Hochreiter and Schmidhuber (1997) with forget gates, without peepholes; gate
 * biases 0, those of the forget gates 1. Source: after Géron, Hands-On Machine Learning (3rd ed.),
 * chapter 17.
 */
public final class RecurrentExperiment
    extends AutoencoderExperiment<RecurrentExperiment.Hyperparameters> {

  /**
   * @param height rows of an image: steps of the sequence
   * @param width values in a row
   * @param hidden units of the first LSTM and of the decoder's
   * @param code units of the code
   */
  public record Hyperparameters(
      int height, int width, int hidden, int code, int batchSize, int epochs, double learningRate)
      implements AutoencoderHyperparameters {
    public Hyperparameters {
      Require.atLeast("height", height, 1);
      Require.atLeast("width", width, 1);
      AutoencoderHyperparameters.check(height * width, batchSize, epochs, learningRate);
      Require.atLeast("hidden", hidden, 1);
      Require.atLeast("code", code, 1);
    }

    /** Follows from height and width, and is no key of its own. */
    @Override
    @JsonIgnore
    public int inputs() {
      return height * width;
    }
  }

  public static void main(String[] args) {
    Main.run(RecurrentExperiment.class, args);
  }

  @Override
  public String title() {
    return "Recurrent autoencoder";
  }

  @Override
  public Class<Hyperparameters> hyperparameters() {
    return Hyperparameters.class;
  }

  @Override
  public void check(Hyperparameters h, Splits data) {
    ImageShape.require(new SampleShape(h.height(), h.width(), 1), false, data);
  }

  @Override
  public int codeLayer(Hyperparameters h) {
    return 1;
  }

  @Override
  public MultiLayerConfiguration network(Hyperparameters h, Arm arm, long seed) {
    long[] image = {h.inputs()};
    long[] rows = {h.height(), h.width()};
    return new NeuralNetConfiguration.Builder()
        .seed(seed)
        .updater(Keras.adam(h.learningRate()))
        .list()
        .layer(lstm(h.width(), h.hidden()))
        .layer(new LastTimeStep(lstm(h.hidden(), h.code())))
        .layer(new RepeatVector.Builder<>(h.height()).dataFormat(RNNFormat.NWC).build())
        .layer(lstm(h.code(), h.hidden()))
        .layer(
            new DenseLayer.Builder()
                .nIn(h.hidden())
                .nOut(h.width())
                .dist(Keras.glorotUniform(h.hidden(), h.width()))
                .activation(Activation.IDENTITY)
                .build())
        .layer(
            new LossLayer.Builder(BinaryCrossEntropyFromLogits.meanOverUnits())
                .activation(Activation.SIGMOID)
                .build())
        .inputPreProcessor(0, new ReshapeExamples(image, rows))
        .inputPreProcessor(4, new RnnToFeedForwardPreProcessor(RNNFormat.NWC))
        .inputPreProcessor(
            5,
            new ComposableInputPreProcessor(
                new FeedForwardToRnnPreProcessor(RNNFormat.NWC), new ReshapeExamples(rows, image)))
        .build();
  }

  private static LSTM lstm(int from, int units) {
    return new LSTM.Builder()
        .nIn(from)
        .nOut(units)
        .dataFormat(RNNFormat.NWC)
        .weightInit(new WeightInitDistribution(Keras.glorotUniform(from, 4L * units)))
        .weightInitRecurrent(new Orthogonal())
        .forgetGateBiasInit(1)
        .gateActivationFunction(Activation.SIGMOID)
        .activation(Activation.TANH)
        .build();
  }
}
