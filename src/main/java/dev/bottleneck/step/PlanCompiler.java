package dev.bottleneck.step;

import dev.bottleneck.layer.Corruption;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/** Compiles a section of a network to a {@link Plan}. */
final class PlanCompiler {
  private PlanCompiler() {}

  /**
   * @param net one that {@link Refusals} has nothing against
   * @param memory where {@code net} has its vectors
   */
  static Plan compile(
      MultiLayerNetwork net, NetworkMemory memory, Section section, Precision precision)
      throws NotCompilable {
    List<Layer> layers =
        net.getLayerWiseConfigurations().getConfs().stream()
            .map(NeuralNetConfiguration::getLayer)
            .toList();
    Resources resources = new Resources();
    boolean complete = false;
    // Frees what is made on the way; what stays is kept by the resources.
    try (PointerScope scope = new PointerScope()) {
      PlanBuilder builder =
          new PlanBuilder(Math.toIntExact(section.featuresShape()[0]), precision, resources);
      List<Map<String, Parameter>> parameters = memory.byLayer(net, builder);
      Tensor features = builder.unplaced(section.featuresShape());
      Signal signal = new Signal(features, null);
      for (int i = section.first(); i <= section.last(); i++) {
        LayerPlan plan = new LayerPlan(builder, section, layers, parameters, i);
        InputPreProcessor before = net.getLayerWiseConfigurations().getInputPreProcess(i);
        signal = compile(plan, layers.get(i), PreProcessors.append(before, plan, signal));
      }
      Tensor end = signal.value();
      Signal output =
          section.endsInLoss()
              ? signal
              : Reorder.append(builder, signal, PlanBuilder.plain(end.shape()));
      Plan plan = builder.build(section, features, output.value());
      complete = true;
      return plan;
    } finally {
      if (!complete) {
        resources.close();
      }
    }
  }

  private static Signal compile(LayerPlan plan, Layer layer, Signal input) throws NotCompilable {
    LayerCompilers.Entry<?> entry = LayerCompilers.of(layer).orElseThrow();
    Sequences.check(layer, plan, input);
    IDropout dropout = layer.getIDropout();
    if (dropout == null || !plan.section().isTraining()) {
      return entry.compile(layer, plan, input);
    }
    if (!entry.corruptible() || !(dropout instanceof Corruption corruption)) {
      throw plan.refuse("the dropout " + dropout + " is not known to the compiled step");
    }
    return entry.compile(layer, plan, Corrupt.append(corruption, plan, input));
  }
}
