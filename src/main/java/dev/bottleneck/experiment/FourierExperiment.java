package dev.bottleneck.experiment;

import dev.bottleneck.autoencoder.TrainedAutoencoder;
import dev.bottleneck.cli.Main;
import dev.bottleneck.data.Sines;
import dev.bottleneck.evaluation.Subspace;
import dev.bottleneck.report.Drawing;
import dev.bottleneck.report.FunctionChart;
import dev.bottleneck.runtime.Require;
import dev.bottleneck.study.autoencoder.AutoencoderExperiment;
import dev.bottleneck.study.autoencoder.AutoencoderHyperparameters;
import dev.bottleneck.study.experiment.Job;
import dev.bottleneck.study.figures.StudyFigures;
import dev.bottleneck.study.result.Arm;
import dev.bottleneck.training.Network;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * Whether an autoencoder finds the functions that its signals a sin x + b sin 2x are made of.
 *
 * <p>30 → 2 sigmoid → 30 linear by default; squared error, a mean over samples and the batch.
 *
 * <p>The decoder gives codes times its weight rows {@code [code, inputs]} plus its bias.
 * Differences of signals are sums of the two functions, and differences of what is decoded are sums
 * of the rows: if all signals come back, rows and functions span the same plane. The measures
 * therefore take the rows without the bias, which need only lie in that plane: {@code angleToBasis}
 * is the largest principal angle between the two, in degrees, 0 if they are the same; {@code
 * rSquaredSinX} and {@code rSquaredSin2X} are the share of each function that a sum of rows
 * explains, see {@link Subspace#rSquared}.
 */
public final class FourierExperiment
    extends AutoencoderExperiment<FourierExperiment.Hyperparameters> {

  /**
   * @param inputs samples of a signal; fewer than four cannot tell the two functions apart
   * @param code units of the code
   */
  public record Hyperparameters(
      int inputs, int code, int batchSize, int epochs, double learningRate)
      implements AutoencoderHyperparameters {
    public Hyperparameters {
      AutoencoderHyperparameters.check(inputs, batchSize, epochs, learningRate);
      Require.atLeast("inputs", inputs, 4);
      Require.atLeast("code", code, 1);
    }
  }

  public static void main(String[] args) {
    Main.run(FourierExperiment.class, args);
  }

  @Override
  public String title() {
    return "Fourier components of signals";
  }

  @Override
  public Class<Hyperparameters> hyperparameters() {
    return Hyperparameters.class;
  }

  @Override
  public int codeLayer(Hyperparameters h) {
    return 0;
  }

  @Override
  public MultiLayerConfiguration network(Hyperparameters h, Arm arm, long seed) {
    return new NeuralNetConfiguration.Builder()
        .seed(seed)
        .updater(Keras.rmsProp(h.learningRate()))
        .weightInit(WeightInit.XAVIER_UNIFORM)
        .list()
        .layer(
            new DenseLayer.Builder()
                .nIn(h.inputs())
                .nOut(h.code())
                .activation(Activation.SIGMOID)
                .build())
        .layer(
            new OutputLayer.Builder(LossFunction.MSE)
                .nIn(h.code())
                .nOut(h.inputs())
                .activation(Activation.IDENTITY)
                .build())
        .build();
  }

  /** The decoder's weight rows, {@code [code, inputs]}. */
  private static double[][] rows(Network net) {
    return net.asLayers().getParam("1_W").toDoubleMatrix();
  }

  @Override
  protected Map<String, Double> measures(
      TrainedAutoencoder autoencoder, Job job, Hyperparameters h) {
    return fit(autoencoder.network(), h);
  }

  /** How near the decoder comes to the functions that the signals are made of. */
  static Map<String, Double> fit(Network net, Hyperparameters h) {
    Subspace decoder = Subspace.spannedBy(rows(net));
    double[][] basis = Sines.basis(h.inputs());
    Map<String, Double> measures = new LinkedHashMap<>();
    measures.put("angleToBasis", decoder.largestAngleTo(Subspace.spannedBy(basis)));
    measures.put("rSquaredSinX", decoder.rSquared(basis[0]));
    measures.put("rSquaredSin2X", decoder.rSquared(basis[1]));
    return measures;
  }

  @Override
  public void draw(StudyFigures figures, Hyperparameters h) {
    for (Arm arm : figures.arms()) {
      Network net = figures.network(arm, "model").orElseThrow();
      Map<String, Double> fit = fit(net, h);
      figures.add(
          "basis-" + arm.key(),
          String.format(
              Locale.ROOT,
              "The functions that the signals are made of under the sums of the decoder's weight rows"
                  + " that come nearest to them, and the rows themselves, first seed: largest"
                  + " principal angle %.2f°, R² %.4f for sin x and %.4f for sin 2x.",
              fit.get("angleToBasis"),
              fit.get("rSquaredSinX"),
              fit.get("rSquaredSin2X")),
          "Functions of x: given, found, and the decoder's weights",
          () -> chart(rows(net)));
    }
    super.draw(figures, h);
  }

  private static Drawing chart(double[][] rows) {
    Subspace decoder = Subspace.spannedBy(rows);
    int samples = rows[0].length;
    double[][] basis = Sines.basis(samples);
    FunctionChart chart =
        FunctionChart.titled("", "x", Sines.positions(samples), 3)
            .panel("sin x")
            .given("basis function", basis[0])
            .found("nearest sum of rows", decoder.nearest(basis[0]))
            .panel("sin 2x")
            .given("basis function", basis[1])
            .found("nearest sum of rows", decoder.nearest(basis[1]))
            .panel("the decoder's weight rows");
    for (int unit = 0; unit < rows.length; unit++) {
      chart.found("row of code unit " + (unit + 1), rows[unit]);
    }
    return chart.draw();
  }
}
