package dev.bottleneck.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bottleneck.testing.Contract;
import dev.bottleneck.testing.Networks;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Sgd;

class TiedDecoderTest {
  private static final INDArray X = Networks.uniform(DataType.DOUBLE, 1, 5, 6);
  private static final DataSet BATCH =
      new DataSet(X.castTo(DataType.FLOAT), X.castTo(DataType.FLOAT));

  @Test
  void weightsAreCountedOnceAndUsedTransposed() {
    MultiLayerNetwork network = Networks.layers(DataType.DOUBLE, new Sgd(0.1), nested());
    assertThat(network.numParams()).isEqualTo((6 * 4 + 4) + (4 * 2 + 2) + 4 + 6);
    assertThat(network.getLayer(3).numParams()).isEqualTo(6);
    INDArray code = network.feedForwardToLayer(1, X, false).get(2);
    INDArray z =
        code.mmul(network.getParam("1_W").transpose()).addiRowVector(network.getParam("2_b"));
    INDArray hidden = new Gelu().getActivation(z, false);
    assertThat(network.feedForwardToLayer(2, X, false).get(3).distance2(hidden)).isLessThan(1e-12);
  }

  @Test
  void nestedPairsFollowTheGradient() {
    Contract.followsItsGradient(X, X, nested());
  }

  @Test
  void onePairAndTwoDecodersOnOneEncoderFollowTheGradient() {
    Layer[] pair = {encoder("a", 6, 4), decoder("a", 4, 6, Activation.IDENTITY), loss()};
    Layer[] twice = {
      encoder("a", 6, 4),
      decoder("a", 4, 6, Activation.TANH),
      dense(6, 4),
      decoder("a", 4, 6, Activation.IDENTITY),
      loss()
    };
    Contract.followsItsGradient(X, X, pair);
    Contract.followsItsGradient(X, X, twice);
  }

  @Test
  void gradientHoldsUnderCorruption() {
    Layer[] chain = nested();
    chain[0].setIDropout(new Masking(0.4, 3));
    chain[2].setIDropout(new GaussianCorruption(0.1, 4));
    Contract.followsItsGradient(X, X, chain);
  }

  @Test
  void anEncoderAloneIsADenseLayerToTheBit() {
    Layer[] plain = {dense(6, 4), dense(4, 6), loss()};
    Layer[] ours = {encoder("a", 6, 4), dense(4, 6), loss()};
    var one = Networks.layers(DataType.FLOAT, new Adam(0.01), plain);
    var other = Networks.layers(DataType.FLOAT, new Adam(0.01), ours);
    for (int i = 0; i < 5; i++) {
      one.fit(BATCH);
      other.fit(BATCH);
    }
    assertThat(other.params().toFloatVector()).isEqualTo(one.params().toFloatVector());
  }

  @Test
  void isSavedWithTheNetwork() {
    Contract.resumesToTheBit(X, X, nested());
  }

  @Test
  void aCloneHasWeightsOfItsOwn() {
    var network = Networks.layers(DataType.FLOAT, new Sgd(0.5), nested());
    INDArray before = network.output(BATCH.getFeatures());
    var clone = network.clone();
    clone.fit(BATCH);
    assertThat(network.output(BATCH.getFeatures())).isEqualTo(before);
    assertThat(clone.output(BATCH.getFeatures())).isNotEqualTo(before);
    clone.setParams(network.params());
    assertThat(clone.output(BATCH.getFeatures())).isEqualTo(before);
  }

  @Test
  void networksTrainSideBySideWithoutMeetingEachOther() {
    var one = Networks.layers(DataType.FLOAT, new Sgd(0.5), nested());
    var other = Networks.layers(DataType.FLOAT, new Sgd(0.5), nested());
    var alone = Networks.layers(DataType.FLOAT, new Sgd(0.5), nested());
    alone.fit(BATCH);
    one.fit(BATCH);
    other.fit(BATCH);
    assertThat(one.params()).isEqualTo(alone.params());
    assertThat(other.params()).isEqualTo(alone.params());
  }

  @Test
  void aFrozenEncoderKeepsItsWeights() {
    Layer frozen = new FrozenLayer.Builder().layer(encoder("a", 6, 4)).build();
    frozen.setLayerName("a");
    var network =
        Networks.layers(
            DataType.FLOAT, new Sgd(0.5), frozen, decoder("a", 4, 6, Activation.IDENTITY), loss());
    INDArray weights = network.getParam("0_W").dup();
    INDArray bias = network.getParam("1_b").dup();
    network.fit(BATCH);
    assertThat(network.getParam("0_W")).isEqualTo(weights);
    assertThat(network.getParam("1_b")).isNotEqualTo(bias);
  }

  @Test
  void wrongEncodersAreNamed() {
    var sgd = new Sgd(0.1);
    Networks.layers(DataType.FLOAT, sgd, nested());
    // "outer" was just made on this thread, but in another network.
    Layer[] none = {dense(6, 4), decoder("outer", 4, 6, Activation.IDENTITY), loss()};
    assertThatThrownBy(() -> Networks.layers(DataType.FLOAT, sgd, none))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "encoder must name a TiedEncoder or ContractiveDense that comes earlier in the"
                + " network; there is none named outer");
    Layer[] misfit = {encoder("a", 6, 4), decoder("a", 4, 5, Activation.IDENTITY), loss()};
    assertThatThrownBy(() -> Networks.layers(DataType.FLOAT, sgd, misfit))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("nIn and nOut must be 4 and 6, the encoder a turned round, not 4 and 5");
    assertThatThrownBy(() -> new TiedDecoder.Builder().nIn(4).nOut(6).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("encoder must be the name of a layer, not empty");
  }

  private static Layer[] nested() {
    return new Layer[] {
      encoder("outer", 6, 4),
      encoder("inner", 4, 2),
      new TiedDecoder.Builder().encoder("inner").nIn(2).nOut(4).activation(new Gelu()).build(),
      decoder("outer", 4, 6, Activation.IDENTITY),
      loss()
    };
  }

  private static Layer encoder(String name, int nIn, int nOut) {
    return new TiedEncoder.Builder()
        .name(name)
        .nIn(nIn)
        .nOut(nOut)
        .activation(Activation.TANH)
        .build();
  }

  private static Layer decoder(String encoder, int nIn, int nOut, Activation activation) {
    return new TiedDecoder.Builder()
        .encoder(encoder)
        .nIn(nIn)
        .nOut(nOut)
        .activation(activation)
        .build();
  }

  private static Layer dense(int nIn, int nOut) {
    return new DenseLayer.Builder().nIn(nIn).nOut(nOut).activation(Activation.TANH).build();
  }

  private static Layer loss() {
    return new LossLayer.Builder(BinaryCrossEntropyFromLogits.meanOverUnits())
        .activation(Activation.SIGMOID)
        .build();
  }
}
