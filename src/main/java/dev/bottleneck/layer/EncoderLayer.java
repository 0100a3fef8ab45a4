package dev.bottleneck.layer;

import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.Map;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The running {@link Encoder}: a dense layer that adds to the weight gradient where DL4J's
 * overwrites it.
 *
 * <p>On the way back a decoder comes before its encoder. It writes its part of ∂L/∂W straight into
 * the encoder's view of the gradient, and the encoder adds its own: no copy of the weights or of
 * the gradient is ever made.
 */
class EncoderLayer extends BaseLayer<FeedForwardLayer> {
  /**
   * The encoders made last on this thread, by name. DL4J does not tell a layer which network it
   * belongs to, but makes a network's layers in one go, from the input to the output.
   */
  private static final ThreadLocal<Map<String, WeakReference<EncoderLayer>>> RECENT =
      ThreadLocal.withInitial(HashMap::new);

  private boolean weightGradientBegun;

  EncoderLayer(NeuralNetConfiguration conf, DataType dataType) {
    super(conf, dataType);
  }

  /** Makes this layer findable for the decoders of its network, which are made after it. */
  final void register() {
    RECENT.get().values().removeIf(encoder -> encoder.get() == null);
    RECENT.get().put(layerConf().getLayerName(), new WeakReference<>(this));
  }

  /** The encoder of that name whose parameters lie in the same network as {@code paramsView}. */
  static EncoderLayer find(String name, INDArray paramsView) {
    WeakReference<EncoderLayer> recent = RECENT.get().get(name);
    EncoderLayer encoder = recent == null ? null : recent.get();
    if (encoder == null || wholeBuffer(encoder.params()) != wholeBuffer(paramsView)) {
      throw new IllegalArgumentException(
          "encoder must name a TiedEncoder or ContractiveDense that comes earlier in the network;"
              + " there is none named "
              + name);
    }
    return encoder;
  }

  /** A network's parameters lie in one buffer, and each layer has a view of it. */
  private static DataBuffer wholeBuffer(INDArray view) {
    DataBuffer original = view.data().originalDataBuffer();
    return original == null ? view.data() : original;
  }

  /** W, {@code [nIn, nOut]}. */
  final INDArray weights() {
    return getParam(DefaultParamInitializer.WEIGHT_KEY);
  }

  /**
   * Adds {@code leftᵀ right} to ∂L/∂W of the present step.
   *
   * @param left {@code [batch, nIn]}
   * @param right {@code [batch, nOut]}
   */
  final void addToWeightGradient(INDArray left, INDArray right) {
    if (gradientViews == null) {
      return; // Frozen: DL4J gives it no room for a gradient.
    }
    INDArray gradient = gradientViews.get(DefaultParamInitializer.WEIGHT_KEY);
    Nd4j.gemm(left, right, gradient, true, false, 1, weightGradientBegun ? 1 : 0);
    weightGradientBegun = true;
  }

  /** ∂L/∂z from ∂L/∂h ({@code epsilon}); may overwrite {@code z}. All {@code [batch, nOut]}. */
  INDArray delta(INDArray z, INDArray epsilon) {
    return layerConf().getActivationFn().backprop(z, epsilon).getFirst();
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaceMgr) {
    weightGradientBegun = false; // True only if a backward pass was broken off.
    return super.activate(training, workspaceMgr);
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(
      INDArray epsilon, LayerWorkspaceMgr workspaceMgr) {
    assertInputSet(true);
    INDArray delta = delta(preOutput(true, workspaceMgr), epsilon);
    if (maskArray != null) {
      applyMask(delta);
    }
    addToWeightGradient(input.castTo(delta.dataType()), delta);
    weightGradientBegun = false; // The encoder is the last to add.
    INDArray biasGradient = gradientViews.get(DefaultParamInitializer.BIAS_KEY);
    delta.sum(biasGradient, 0);

    Gradient gradient = new DefaultGradient();
    gradient.setGradientFor(
        DefaultParamInitializer.WEIGHT_KEY, gradientViews.get(DefaultParamInitializer.WEIGHT_KEY));
    gradient.setGradientFor(DefaultParamInitializer.BIAS_KEY, biasGradient);

    INDArray w = getParamWithNoise(DefaultParamInitializer.WEIGHT_KEY, true, workspaceMgr);
    weightNoiseParams.clear();
    return new Pair<>(gradient, backpropDropOutIfPresent(times(w, delta, workspaceMgr)));
  }

  /** {@code delta Wᵀ}, {@code [batch, nIn]}, laid out as DL4J's own dense layer lays it out. */
  static INDArray times(INDArray w, INDArray delta, LayerWorkspaceMgr workspaceMgr) {
    long[] shape = {w.size(0), delta.size(0)};
    INDArray product =
        workspaceMgr.createUninitialized(ArrayType.ACTIVATION_GRAD, delta.dataType(), shape, 'f');
    return w.mmuli(delta.transpose(), product).transpose();
  }

  @Override
  public boolean isPretrainLayer() {
    return false;
  }
}
