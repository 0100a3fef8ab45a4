package dev.bottleneck.experiment;

import dev.bottleneck.cli.Main;
import dev.bottleneck.layer.BinaryCrossEntropyFromLogits;
import dev.bottleneck.layer.GaussianCode;
import dev.bottleneck.runtime.Require;
import dev.bottleneck.study.autoencoder.AutoencoderHyperparameters;
import dev.bottleneck.study.autoencoder.GraphExperiment;
import dev.bottleneck.study.figures.StudyFigures;
import dev.bottleneck.study.result.Arm;
import java.util.Random;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A variational autoencoder: a Gaussian code from which new examples can be drawn.
 *
 * <p>784 → 256 relu, from which two heads of 20 units yield the code's mean and log-variance, → a
 * code of 20 drawn from them → 256 relu → 784 sigmoid by default; loss: binary cross-entropy, a sum
 * over pixels, plus β KL(q(z|x) ‖ N(0, I)), both a mean over the batch. Source: Kingma and Welling,
 * Auto-Encoding Variational Bayes (2013).
 */
public final class VariationalExperiment
    extends GraphExperiment<VariationalExperiment.Hyperparameters> {
  private static final int GENERATED = 40;
  private static final int IN_A_ROW = 10;

  /**
   * @param hidden units of the encoder's and of the decoder's hidden layer
   * @param code dimensions of the code
   * @param beta weight of the divergence from the prior; 1 gives the evidence lower bound
   */
  public record Hyperparameters(
      int inputs, int hidden, int code, double beta, int batchSize, int epochs, double learningRate)
      implements AutoencoderHyperparameters {
    public Hyperparameters {
      AutoencoderHyperparameters.check(inputs, batchSize, epochs, learningRate);
      Require.atLeast("hidden", hidden, 1);
      Require.atLeast("code", code, 1);
      Require.between("beta", beta, 0, Double.MAX_VALUE);
    }
  }

  public static void main(String[] args) {
    Main.run(VariationalExperiment.class, args);
  }

  @Override
  public String title() {
    return "Variational autoencoder";
  }

  @Override
  public Class<Hyperparameters> hyperparameters() {
    return Hyperparameters.class;
  }

  @Override
  public void draw(StudyFigures figures, Hyperparameters h) {
    super.draw(figures, h);
    Random random = new Random(1);
    float[] values = new float[GENERATED * h.code()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    INDArray drawn = Nd4j.createFromArray(values).reshape('c', GENERATED, h.code());
    drawDecoded(figures, h, "generated", "Decoded from codes drawn from N(0, I).", drawn, IN_A_ROW);
    INDArray walk = Nd4j.create(DataType.FLOAT, IN_A_ROW, h.code());
    for (int i = 0; i < IN_A_ROW; i++) {
      double share = i / (IN_A_ROW - 1.0);
      walk.putRow(i, drawn.getRow(0).mul(1 - share).add(drawn.getRow(1).mul(share)));
    }
    drawDecoded(figures, h, "walk", "A straight walk between two of these codes.", walk, IN_A_ROW);
  }

  @Override
  protected boolean standardNormalCode() {
    return true;
  }

  @Override
  public String code(Hyperparameters h) {
    return "code";
  }

  @Override
  public ComputationGraphConfiguration graph(Hyperparameters h, Arm arm, long seed) {
    return new NeuralNetConfiguration.Builder()
        .seed(seed)
        .updater(Keras.adam(h.learningRate()))
        .weightInit(WeightInit.XAVIER_UNIFORM)
        .graphBuilder()
        .addInputs("pixels")
        .addLayer("encoder", dense(h.inputs(), h.hidden(), Activation.RELU), "pixels")
        .addLayer("mean", dense(h.hidden(), h.code(), Activation.IDENTITY), "encoder")
        .addLayer("log-variance", dense(h.hidden(), h.code(), Activation.IDENTITY), "encoder")
        .addVertex("moments", new MergeVertex(), "mean", "log-variance")
        .addLayer("code", new GaussianCode(h.beta(), seed), "moments")
        .addLayer("decoder", dense(h.code(), h.hidden(), Activation.RELU), "code")
        .addLayer(
            "image",
            new OutputLayer.Builder(BinaryCrossEntropyFromLogits.sumOverUnits())
                .nIn(h.hidden())
                .nOut(h.inputs())
                .activation(Activation.SIGMOID)
                .build(),
            "decoder")
        .setOutputs("image")
        .build();
  }

  private static DenseLayer dense(int in, int out, Activation activation) {
    return new DenseLayer.Builder().nIn(in).nOut(out).activation(activation).build();
  }
}
