package dev.bottleneck.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.bottleneck.testing.GradientCheck;
import dev.bottleneck.testing.Networks;
import org.deeplearning4j.nn.conf.layers.AutoEncoder;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Why nothing here is built on DL4J's own {@link AutoEncoder}: it pretrains uphill.
 *
 * <p>Its gradient is that of {@code −Σ x ln z + (1 − x) ln(1 − z)} with {@code x − z} where {@code
 * z − x} belongs.
 */
class StockAutoEncoderTest {

  @Test
  void pretrainingGradientHasTheWrongSign() {
    INDArray x = Networks.uniform(DataType.DOUBLE, 1, 5, 4);
    var network =
        Networks.layers(
            DataType.DOUBLE,
            new Sgd(0.1),
            new AutoEncoder.Builder(0).nIn(4).nOut(3).activation(Activation.SIGMOID).build(),
            new OutputLayer.Builder(new LossMSE()).nIn(3).nOut(2).build());
    var layer =
        (org.deeplearning4j.nn.layers.feedforward.autoencoder.AutoEncoder) network.getLayer(0);
    LayerWorkspaceMgr none = LayerWorkspaceMgr.noWorkspaces();
    layer.setBackpropGradientsViewArray(Nd4j.create(DataType.DOUBLE, layer.numParams()));
    layer.setInput(x, none);
    layer.computeGradientAndScore(none);
    INDArray analytic = layer.getGradientsViewArray();

    INDArray numeric =
        GradientCheck.numeric(
            layer.params(),
            p -> {
              INDArray z = layer.decode(layer.encode(x, true, none), none);
              // Sigmoid with cross-entropy: the loss whose output delta is (z − x).
              INDArray left = Transforms.log(z).mul(x);
              INDArray right = Transforms.log(z.rsub(1)).mul(x.rsub(1));
              return -left.addi(right).sumNumber().doubleValue();
            });
    assertThat(GradientCheck.cosine(analytic, numeric)).isCloseTo(-1, within(1e-6));
  }
}
