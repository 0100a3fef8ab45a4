package dev.bottleneck.step;

import dev.bottleneck.layer.Corruption;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/** Compiles a network to a {@link Plan} for one shape of its features. */
final class PlanCompiler {
  private PlanCompiler() {}

  /**
   * @param memory where {@code net} has its vectors
   * @param featuresShape {@code [batch, …]}
   */
  static Plan compile(MultiLayerNetwork net, NetworkMemory memory, long... featuresShape)
      throws NotCompilable {
    MultiLayerConfiguration configuration = net.getLayerWiseConfigurations();
    List<Layer> layers =
        configuration.getConfs().stream().map(NeuralNetConfiguration::getLayer).toList();
    Resources resources = new Resources();
    boolean complete = false;
    // Frees what is made on the way; what stays is kept by the resources.
    try (PointerScope scope = new PointerScope()) {
      PlanBuilder builder = new PlanBuilder(Math.toIntExact(featuresShape[0]), resources);
      List<Map<String, Parameter>> parameters = memory.byLayer(net, builder);
      Tensor features = builder.unplaced(featuresShape);
      Signal signal = new Signal(features, null);
      for (int i = 0; i < layers.size(); i++) {
        Refusals.check(layers.get(i), i, configuration.getInputPreProcess(i));
        LayerPlan plan = new LayerPlan(builder, layers, parameters, i);
        InputPreProcessor preProcessor = net.getLayerWiseConfigurations().getInputPreProcess(i);
        signal = compile(plan, layers.get(i), Preprocessors.append(preProcessor, plan, signal));
      }
      Plan plan = builder.build(features);
      complete = true;
      return plan;
    } finally {
      if (!complete) {
        resources.close();
      }
    }
  }

  private static Signal compile(LayerPlan plan, Layer layer, Signal input) throws NotCompilable {
    LayerCompilers.Entry<?> entry =
        LayerCompilers.of(layer)
            .orElseThrow(() -> plan.refuse("this layer is not known to the compiled step"));
    IDropout dropout = layer.getIDropout();
    if (dropout == null) {
      return entry.compile(layer, plan, input);
    }
    if (!entry.corruptible() || !(dropout instanceof Corruption corruption)) {
      throw plan.refuse("the dropout " + dropout + " is not known to the compiled step");
    }
    return entry.compile(layer, plan, Corrupt.append(corruption, plan, input));
  }
}
