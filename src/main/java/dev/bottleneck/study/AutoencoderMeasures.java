package dev.bottleneck.study;

import dev.bottleneck.autoencoder.Autoencoder;
import dev.bottleneck.data.Dataset;
import dev.bottleneck.evaluation.CodeStatistics;
import dev.bottleneck.evaluation.LinearProbe;
import dev.bottleneck.evaluation.Reconstruction;
import java.util.LinkedHashMap;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What every autoencoder is measured by, in one convention, on uncorrupted input.
 *
 * <p>crossEntropy and squaredError are means over pixels and examples; meanActivation, sparsity and
 * deadUnits describe the code; probeError is the error of a linear classifier on the code, fitted
 * to the codes of the first training examples and judged on the evaluation part.
 */
final class AutoencoderMeasures {
  private static final int PROBE_EXAMPLES = 10_000;

  private AutoencoderMeasures() {}

  static Map<String, Double> of(Autoencoder autoencoder, Job job) {
    Dataset data = job.evaluationData();
    Reconstruction reconstruction = new Reconstruction();
    CodeStatistics statistics = new CodeStatistics();
    INDArray x = data.features();
    INDArray codes = autoencoder.encode(x);
    reconstruction.add(x, autoencoder.reconstruct(x));
    statistics.add(codes);
    Map<String, Double> measures = new LinkedHashMap<>();
    putFinite(measures, "crossEntropy", reconstruction.crossEntropy());
    measures.put("squaredError", reconstruction.squaredError());
    measures.put("meanActivation", statistics.meanActivation());
    measures.put("sparsity", statistics.sparsity());
    measures.put("deadUnits", statistics.deadUnits());
    measures.put("parameters", (double) autoencoder.network().numParams());
    if (data.labels().isPresent() && job.trainingData().labels().isPresent()) {
      measures.put(
          "probeError", probeError(autoencoder, job.probeData(PROBE_EXAMPLES), codes, data));
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
      Autoencoder autoencoder, Dataset train, INDArray codes, Dataset evaluation) {
    return LinearProbe.fit(autoencoder.encode(train.features()), train.labels().orElseThrow())
        .classify(codes, evaluation.labels().orElseThrow())
        .error();
  }
}
