package dev.bottleneck.step;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Updater;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Where a network has its flat vectors. DL4J may replace them, as when a learning rate is set; what
 * was compiled for the old ones is then of no use.
 *
 * @param state 0 where no updater has any
 */
record NetworkMemory(
    long parameters, long gradient, long state, long length, long stateLength, Updater updater) {

  /** That of {@code net} at present; makes its updater if it has none yet. */
  static NetworkMemory of(MultiLayerNetwork net) {
    Updater updater = net.getUpdater(true);
    if (net.getGradientsViewArray() == null) {
      net.initGradientsView();
    }
    INDArray state = updater.getStateViewArray();
    return new NetworkMemory(
        addressOf(net.params()),
        addressOf(net.getGradientsViewArray()),
        state == null ? 0 : addressOf(state),
        net.numParams(),
        state == null ? 0 : state.length(),
        updater);
  }

  /** Where the first value of {@code array} lies; a view's buffer tells that of the whole. */
  static long addressOf(INDArray array) {
    return array.data().address() + array.offset() * Float.BYTES;
  }

  /** Whether this is still where {@code net} has them. */
  boolean holdsFor(MultiLayerNetwork net) {
    NetworkMemory now = of(net);
    return now.updater == updater
        && now.parameters == parameters
        && now.gradient == gradient
        && now.state == state;
  }

  /** The parameters of each layer by DL4J's keys, in DL4J's order. */
  List<Map<String, Parameter>> byLayer(MultiLayerNetwork net, PlanBuilder plan) {
    List<Map<String, Parameter>> result = new ArrayList<>();
    long offset = 0;
    for (Layer layer : net.getLayers()) {
      Map<String, Parameter> ofLayer = new LinkedHashMap<>();
      Map<String, INDArray> table = layer.paramTable(false);
      for (Map.Entry<String, INDArray> entry :
          (table == null ? Map.<String, INDArray>of() : table).entrySet()) {
        int count = Math.toIntExact(entry.getValue().length());
        long bytes = offset * Float.BYTES;
        ofLayer.put(
            entry.getKey(), new Parameter(plan, parameters + bytes, gradient + bytes, count));
        offset += count;
      }
      result.add(ofLayer);
    }
    return result;
  }
}
