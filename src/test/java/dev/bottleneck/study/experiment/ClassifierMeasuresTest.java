package dev.bottleneck.study.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.bottleneck.experiment.DenoisingPretrainingExperiment;
import dev.bottleneck.study.result.StudyResult;
import dev.bottleneck.testing.ToyImages;
import dev.bottleneck.testing.ToyStudies;
import java.io.IOException;
import java.nio.file.Path;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

class ClassifierMeasuresTest {
  @TempDir Path folder;

  private StudyResult run(String rate) throws IOException {
    var file =
        ToyStudies.on(folder, "denoising-pretraining", 200, 80)
            .set("hidden=[12, 8]")
            .set("batchSize=10")
            .set("fineTuningEpochs=20")
            .set("fineTuningLearningRate=" + rate)
            .set("seeds=1");
    return ToyStudies.run(new DenoisingPretrainingExperiment(), file, folder.resolve("out"));
  }

  private static double of(StudyResult result, String measure) {
    return result.values(result.arms().get(0), measure)[0];
  }

  @Test
  void aNetworkThatLearnedUsesItsUnitsAndNamesEveryClass() throws IOException {
    StudyResult result = run("1");
    assertThat(of(result, "neverPredicted")).isZero();
    assertThat(of(result, "constantUnits1")).isLessThan(0.3);
    double classes = 0;
    for (int label = 0; label < ToyImages.CLASSES; label++) {
      classes += of(result, "errorOfClass" + label) / ToyImages.CLASSES;
    }
    // Classes are of equal size there.
    assertThat(classes).isCloseTo(of(result, "error"), within(1e-9));
  }

  @Test
  void theGradientsNormIsThatOfCentralDifferences() {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .dataType(DataType.DOUBLE)
                .seed(3)
                .list()
                .layer(new DenseLayer.Builder().nIn(4).nOut(3).activation(Activation.TANH).build())
                .layer(new OutputLayer.Builder(LossFunction.MCXENT).nIn(3).nOut(2).build())
                .build());
    network.init();
    INDArray features = Nd4j.rand(DataType.DOUBLE, 7, 4);
    INDArray labels = Nd4j.zeros(DataType.DOUBLE, 7, 2);
    for (int row = 0; row < 7; row++) {
      labels.putScalar(row, row % 2, 1);
    }
    double squares = 0;
    DataSet data = new DataSet(features, labels);
    INDArray parameters = network.params();
    double step = 1e-5;
    for (int i = 0; i < parameters.length(); i++) {
      double value = parameters.getDouble(i);
      parameters.putScalar(i, value + step);
      double above = network.score(data, true);
      parameters.putScalar(i, value - step);
      double below = network.score(data, true);
      parameters.putScalar(i, value);
      squares += Math.pow((above - below) / (2 * step), 2);
    }
    assertThat(ClassifierMeasures.gradientNorm(network, features, labels))
        .isCloseTo(Math.sqrt(squares), within(1e-8));
  }

  @Test
  void aNetworkWhoseUnitsAreDrivenToTheirEndsSaysSo() throws IOException {
    StudyResult result = run("1000");
    assertThat(of(result, "neverPredicted")).isGreaterThanOrEqualTo(2);
    assertThat(of(result, "constantUnits2")).isGreaterThan(0.9);
  }
}
