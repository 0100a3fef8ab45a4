package dev.bottleneck.study.experiment;

import dev.bottleneck.data.Dataset;
import dev.bottleneck.data.ExampleWindow;
import dev.bottleneck.evaluation.Classification;
import dev.bottleneck.training.ForwardPass;
import dev.bottleneck.training.Network;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What a trained classifier is measured by beside its error, so that a run which ended apart can be
 * understood: the error of each class, classes that nothing was taken for, and hidden units that
 * say nothing.
 */
public final class ClassifierMeasures {
  /** Below this standard deviation over the examples a unit in (0, 1) is constant. */
  private static final double CONSTANT = 0.05;

  private static final String GRADIENT_NORM = "initialGradientNorm";

  private static final String CONSTANT_UNITS = "constantUnits";

  private static final int EXAMPLES = 2_000;

  private ClassifierMeasures() {}

  /** What {@code classifier} makes of the evaluation part, which must have labels. */
  public static Classification classify(Network classifier, Job job) {
    return classify(classifier, classifier.output(), job);
  }

  /** The same of the output {@code node}, {@code [batch, classes]}. */
  public static Classification classify(Network classifier, String node, Job job) {
    Dataset data = job.evaluationData();
    ExampleWindow window = new ExampleWindow(data);
    try (ForwardPass pass = job.engine().forward(classifier)) {
      return Classification.of(
          (from, to) -> pass.activations(Network.INPUT, node, window.features(from, to)),
          data.labels().orElseThrow());
    }
  }

  /**
   * By name: {@code neverPredicted}, classes no example of the evaluation part was taken for;
   * {@code errorOfClass<k>}, in [0, 1]; {@code constantUnits<l>}, the share of units of hidden
   * layer l, from 1, whose activation has a standard deviation below 0.05 over 2,000 examples of
   * that part, drawn by the seed.
   *
   * @param hiddenLayers dense layers with activations in [0, 1], from the input up
   */
  public static Map<String, Double> of(
      Classification result, MultiLayerNetwork classifier, int hiddenLayers, int classes, Job job) {
    Map<String, Double> measures = new LinkedHashMap<>();
    measures.put("neverPredicted", (double) result.neverPredicted());
    for (int label = 0; label < classes; label++) {
      double error = result.errorOfClass(label);
      if (!Double.isNaN(error)) {
        measures.put("errorOfClass" + label, error);
      }
    }
    if (IntStream.rangeClosed(1, hiddenLayers).noneMatch(l -> job.wants(CONSTANT_UNITS + l))) {
      return measures;
    }
    Dataset data = sample(job.evaluationData(), job);
    try (ForwardPass pass = job.engine().forward(classifier)) {
      INDArray below = data.features();
      for (int layer = 0; layer < hiddenLayers; layer++) {
        below = pass.activations(layer, layer, below);
        INDArray constant = below.std(false, 0).lt(CONSTANT);
        measures.put(
            CONSTANT_UNITS + (layer + 1),
            constant.castTo(below.dataType()).meanNumber().doubleValue());
      }
    }
    return measures;
  }

  /**
   * {@code initialGradientNorm} if the job asks for it: the Euclidean norm of the gradient of the
   * mean loss by all weights and biases, over 2,000 of {@code labelled}; a gradient near nought
   * learns nothing.
   */
  public static Map<String, Double> beforeTraining(
      MultiLayerNetwork classifier, Dataset labelled, Job job) {
    if (!job.wants(GRADIENT_NORM)) {
      return Map.of();
    }
    Dataset data = sample(labelled, job);
    return Map.of(GRADIENT_NORM, gradientNorm(classifier, data.features(), data.oneHot().matrix()));
  }

  static double gradientNorm(MultiLayerNetwork classifier, INDArray features, INDArray labels) {
    classifier.setInput(features);
    classifier.setLabels(labels);
    classifier.computeGradientAndScore();
    // DL4J sums over the examples and divides when it updates.
    double norm = classifier.gradient().gradient().norm2Number().doubleValue() / features.size(0);
    classifier.clear();
    return norm;
  }

  private static Dataset sample(Dataset data, Job job) {
    return data.sample(Math.min(EXAMPLES, data.size()), job.seed("measured examples"));
  }
}
