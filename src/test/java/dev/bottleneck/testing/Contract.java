package dev.bottleneck.testing;

import static org.assertj.core.api.Assertions.assertThat;

import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Sgd;

/** What every layer, loss and corruption keeps, inside either of DL4J's networks. */
public final class Contract {
  private static final double TOLERANCE = 1e-6;

  private Contract() {}

  /** The gradient is that of the score, in double precision. */
  public static void followsItsGradient(INDArray features, INDArray labels, Layer... chain) {
    var layers = Networks.layers(DataType.DOUBLE, new Sgd(0.1), chain);
    assertThat(GradientCheck.network(layers, features, labels)).isLessThan(TOLERANCE);
    var graph = Networks.graph(DataType.DOUBLE, new Sgd(0.1), chain);
    assertThat(GradientCheck.network(graph, features, labels)).isLessThan(TOLERANCE);
  }

  /** A network saved on the way, loaded and trained on ends on the bits of an uninterrupted one. */
  public static void resumesToTheBit(INDArray features, INDArray labels, Layer... chain) {
    DataSet batch = new DataSet(features.castTo(DataType.FLOAT), labels.castTo(DataType.FLOAT));
    layersResume(batch, chain);
    graphResumes(batch, chain);
  }

  private static void layersResume(DataSet batch, Layer... chain) {
    var whole = Networks.layers(DataType.FLOAT, new Adam(0.01), chain);
    var first = Networks.layers(DataType.FLOAT, new Adam(0.01), chain);
    for (int i = 0; i < 3; i++) {
      whole.fit(batch);
      first.fit(batch);
    }
    Nd4j.getRandom().setSeed(1234);
    var resumed = Networks.reload(first);
    assertThat(resumed.getLayerWiseConfigurations()).isEqualTo(first.getLayerWiseConfigurations());
    assertThat(resumed.score(batch)).isEqualTo(first.score(batch));
    assertThat(resumed.output(batch.getFeatures())).isEqualTo(first.output(batch.getFeatures()));
    for (int i = 0; i < 3; i++) {
      whole.fit(batch);
      resumed.fit(batch);
    }
    assertThat(resumed.params().toFloatVector()).isEqualTo(whole.params().toFloatVector());
    assertThat(resumed.params()).isNotEqualTo(first.params());
  }

  private static void graphResumes(DataSet batch, Layer... chain) {
    var whole = Networks.graph(DataType.FLOAT, new Adam(0.01), chain);
    var first = Networks.graph(DataType.FLOAT, new Adam(0.01), chain);
    for (int i = 0; i < 3; i++) {
      whole.fit(batch);
      first.fit(batch);
    }
    Nd4j.getRandom().setSeed(4321);
    var resumed = Networks.reload(first);
    assertThat(resumed.getConfiguration()).isEqualTo(first.getConfiguration());
    assertThat(resumed.score(batch)).isEqualTo(first.score(batch));
    for (int i = 0; i < 3; i++) {
      whole.fit(batch);
      resumed.fit(batch);
    }
    assertThat(resumed.params().toFloatVector()).isEqualTo(whole.params().toFloatVector());
  }
}
