package dev.bottleneck.study.autoencoder;

import dev.bottleneck.autoencoder.RowBlocks;
import dev.bottleneck.autoencoder.TrainedAutoencoder;
import dev.bottleneck.data.Dataset;
import dev.bottleneck.data.ExampleWindow;
import dev.bottleneck.evaluation.CodeStatistics;
import dev.bottleneck.evaluation.LinearProbe;
import dev.bottleneck.evaluation.Reconstruction;
import dev.bottleneck.runtime.Interrupted;
import dev.bottleneck.study.experiment.Job;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * What every autoencoder is measured by, in one convention, on uncorrupted input.
 *
 * <p>crossEntropy and squaredError are means over pixels and examples; meanActivation, sparsity and
 * deadUnits describe the code; probeError is the error of a linear classifier on the code, fitted
 * to the codes of a sample of the training examples and judged on the evaluation part. What cannot
 * be measured is left out, and the reason is said: no measure ends a run.
 *
 * @param values by name
 * @param leftOut a line for each that could not be taken
 */
public record AutoencoderMeasures(Map<String, Double> values, List<String> leftOut) {
  private static final Set<String> RECONSTRUCTION = Set.of("crossEntropy", "squaredError");
  private static final Set<String> CODE = Set.of("meanActivation", "sparsity", "deadUnits");
  private static final String PROBE = "probeError";
  private static final int PROBE_EXAMPLES = 10_000;

  /** Examples that are looked at together: only their codes are kept. */
  private static final int BLOCK = 1_000;

  /** Those that the job asks for. */
  public static AutoencoderMeasures of(TrainedAutoencoder autoencoder, Job job) {
    Map<String, Double> measures = new LinkedHashMap<>();
    List<String> leftOut = new ArrayList<>();
    boolean reconstructs = RECONSTRUCTION.stream().anyMatch(job::wants);
    boolean probes =
        job.wants(PROBE)
            && job.evaluationData().labels().isPresent()
            && job.trainingData().labels().isPresent();
    Optional<INDArray> codes = Optional.empty();
    if (reconstructs || probes || CODE.stream().anyMatch(job::wants)) {
      codes = Optional.of(look(autoencoder, job.evaluationData(), reconstructs, measures));
    }
    measures.put("parameters", (double) autoencoder.network().numParams());
    if (probes) {
      probe(autoencoder, job, codes.orElseThrow(), measures, leftOut);
    }
    return new AutoencoderMeasures(measures, leftOut);
  }

  /** Goes through the data once; returns the codes. */
  private static INDArray look(
      TrainedAutoencoder autoencoder,
      Dataset data,
      boolean reconstructs,
      Map<String, Double> measures) {
    Reconstruction reconstruction = new Reconstruction();
    CodeStatistics statistics = new CodeStatistics();
    INDArray codes = Nd4j.createUninitialized(data.size(), autoencoder.codeUnits());
    ExampleWindow window = new ExampleWindow(data);
    try (TrainedAutoencoder.Pass pass = autoencoder.open()) {
      for (int from = 0; from < data.size(); from += BLOCK) {
        Interrupted.check();
        int to = Math.min(data.size(), from + BLOCK);
        INDArray x = window.features(from, to);
        INDArray code = pass.encode(x);
        if (reconstructs) {
          // Half the work where the decoder needs the code alone.
          reconstruction.add(x, autoencoder.decodes() ? pass.decode(code) : pass.reconstruct(x));
        }
        statistics.add(code);
        codes.get(NDArrayIndex.interval(from, to), NDArrayIndex.all()).assign(code);
      }
    }
    if (reconstructs) {
      putFinite(measures, "crossEntropy", reconstruction.crossEntropy());
      measures.put("squaredError", reconstruction.squaredError());
    }
    measures.put("meanActivation", statistics.meanActivation());
    measures.put("sparsity", statistics.sparsity());
    measures.put("deadUnits", statistics.deadUnits());
    return codes;
  }

  private static INDArray codes(TrainedAutoencoder autoencoder, Dataset data) {
    ExampleWindow window = new ExampleWindow(data);
    try (TrainedAutoencoder.Pass pass = autoencoder.open()) {
      return RowBlocks.collect(
          data.size(), BLOCK, (from, to) -> pass.encode(window.features((int) from, (int) to)));
    }
  }

  /** The cross-entropy of data outside [0, 1] means nothing and is left out. */
  private static void putFinite(Map<String, Double> measures, String name, double value) {
    if (!Double.isNaN(value)) {
      measures.put(name, value);
    }
  }

  /** Why a linear probe of these training data can tell nothing; empty if it can. */
  static Optional<String> noProbe(Dataset train) {
    List<String> present = train.presentClasses();
    return train.labels().isPresent() && present.size() < 2
        ? Optional.of(
            "probeError: all training examples are of one class, " + String.join("", present))
        : Optional.empty();
  }

  private static void probe(
      TrainedAutoencoder autoencoder,
      Job job,
      INDArray codes,
      Map<String, Double> measures,
      List<String> leftOut) {
    Optional<String> none = noProbe(job.trainingData());
    if (none.isPresent()) {
      leftOut.add(none.get());
      return;
    }
    Dataset evaluation = job.evaluationData();
    Dataset train = job.probeData(PROBE_EXAMPLES);
    try {
      measures.put(
          PROBE,
          LinearProbe.fit(codes(autoencoder, train), train.labels().orElseThrow())
              .classify(codes, evaluation.labels().orElseThrow())
              .error());
    } catch (IllegalArgumentException e) {
      leftOut.add("probeError: " + e.getMessage());
    }
  }
}
