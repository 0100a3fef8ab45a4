package dev.bottleneck.study;

import dev.bottleneck.data.Batches;
import dev.bottleneck.data.Dataset;
import dev.bottleneck.evaluation.CodeStatistics;
import dev.bottleneck.evaluation.LinearProbe;
import dev.bottleneck.evaluation.Reconstruction;
import java.util.LinkedHashMap;
import java.util.Map;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * What every autoencoder is measured by, in one convention, on uncorrupted input.
 *
 * <p>crossEntropy and squaredError are means over pixels and examples; meanActivation, sparsity and
 * deadUnits describe the code; probeError is the error of a linear classifier on the code, fitted
 * to the codes of the first training examples and judged on the evaluation part.
 */
final class AutoencoderMeasures {
  private static final int ROWS = 500;
  private static final int PROBE_EXAMPLES = 10_000;

  private AutoencoderMeasures() {}

  static Map<String, Double> of(MultiLayerNetwork net, int codeLayer, Job job) {
    Dataset data = job.evaluationData();
    Reconstruction reconstruction = new Reconstruction();
    CodeStatistics statistics = new CodeStatistics();
    for (DataSet batch : Batches.of(data.features(), ROWS, 0).inOrder().epoch(0)) {
      INDArray x = batch.getFeatures();
      reconstruction.add(x, net.output(x, false));
      statistics.add(code(net, codeLayer, x));
    }
    Map<String, Double> measures = new LinkedHashMap<>();
    putFinite(measures, "crossEntropy", reconstruction.crossEntropy());
    measures.put("squaredError", reconstruction.squaredError());
    measures.put("meanActivation", statistics.meanActivation());
    measures.put("sparsity", statistics.sparsity());
    measures.put("deadUnits", statistics.deadUnits());
    measures.put("parameters", (double) net.numParams());
    if (data.labels().isPresent() && job.trainingData().labels().isPresent()) {
      measures.put("probeError", probeError(net, codeLayer, job.probeData(PROBE_EXAMPLES), data));
    }
    return measures;
  }

  /** The cross-entropy of data outside [0, 1] means nothing and is left out. */
  private static void putFinite(Map<String, Double> measures, String name, double value) {
    if (!Double.isNaN(value)) {
      measures.put(name, value);
    }
  }

  private static double probeError(
      MultiLayerNetwork net, int codeLayer, Dataset train, Dataset evaluation) {
    return LinearProbe.fit(codes(net, codeLayer, train), train.labels().orElseThrow())
        .classify(codes(net, codeLayer, evaluation), evaluation.labels().orElseThrow())
        .error();
  }

  /** The codes {@code [n, units]} of all of {@code data}. */
  static INDArray codes(MultiLayerNetwork net, int codeLayer, Dataset data) {
    INDArray codes = null;
    int from = 0;
    for (DataSet batch : Batches.of(data.features(), ROWS, 0).inOrder().epoch(0)) {
      INDArray part = code(net, codeLayer, batch.getFeatures());
      if (codes == null) {
        codes = Nd4j.createUninitialized(part.dataType(), data.size(), part.size(1));
      }
      int to = from + batch.numExamples();
      codes.get(NDArrayIndex.interval(from, to), NDArrayIndex.all()).assign(part);
      from = to;
    }
    return codes;
  }

  private static INDArray code(MultiLayerNetwork net, int codeLayer, INDArray features) {
    INDArray code = net.feedForwardToLayer(codeLayer, features, false).get(codeLayer + 1);
    return code.rank() == 2 ? code : code.reshape('c', code.size(0), -1);
  }
}
