package dev.bottleneck.study;

import dev.bottleneck.data.Dataset;
import dev.bottleneck.data.ReadingOptions.Scale;
import dev.bottleneck.data.Splits;
import dev.bottleneck.layer.BinaryCrossEntropyFromLogits;
import dev.bottleneck.layer.ClippedBinaryCrossEntropy;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.study.configuration.Configuration;
import dev.bottleneck.study.configuration.Configuration.EvaluateOn;
import dev.bottleneck.study.configuration.OutputLoss;
import dev.bottleneck.study.experiment.Experiment;
import dev.bottleneck.study.experiment.ExperimentNetwork;
import dev.bottleneck.training.NetworkDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossBinaryXENT;

/**
 * The values that a network's loss or output can have to do with: beyond them a cross-entropy has
 * no lower bound, and a bounded output can never give the data back.
 *
 * @param low the smallest
 * @param high the largest
 * @param reason what asks for them, as the subject of a sentence
 */
record ValueRange(double low, double high, String reason) {
  /** Of a network that gives back its input; empty if it can be any. */
  static Optional<ValueRange> of(NetworkDefinition network) {
    ILossFunction loss = OutputLoss.lossOf(network);
    if (loss instanceof BinaryCrossEntropyFromLogits
        || loss instanceof ClippedBinaryCrossEntropy
        || loss instanceof LossBinaryXENT) {
      return Optional.of(new ValueRange(0, 1, "binary cross-entropy"));
    }
    if (OutputLoss.endsWith(network, ActivationSigmoid.class)) {
      return Optional.of(new ValueRange(0, 1, "a sigmoid output"));
    }
    if (OutputLoss.endsWith(network, ActivationTanH.class)) {
      return Optional.of(new ValueRange(-1, 1, "a tanh output"));
    }
    if (OutputLoss.endsWith(network, ActivationReLU.class)) {
      return Optional.of(new ValueRange(0, Double.POSITIVE_INFINITY, "a rectified output"));
    }
    return Optional.empty();
  }

  /**
   * Refuses data that the networks of {@code experiment} cannot give back.
   *
   * @throws UserError naming the loss, the value, its place and what would be right
   */
  static <H extends Record> void check(
      Experiment<H> experiment, Configuration<H> configuration, Splits data) {
    H h = configuration.hyperparameters();
    for (ExperimentNetwork network : experiment.networks(h, configuration.training())) {
      if (network.reconstructs()) {
        of(network.definition()).ifPresent(range -> range.require(experiment, configuration, data));
      }
    }
  }

  private void require(Experiment<?> experiment, Configuration<?> configuration, Splits data) {
    Scale scale = configuration.reading().scale();
    if (scale == Scale.MINMAX && low <= 0 && high >= 1) {
      return;
    }
    require("training", data.train(), experiment, configuration);
    data.validation().ifPresent(part -> require("validation", part, experiment, configuration));
    if (configuration.evaluateOn() == EvaluateOn.TEST) {
      data.test().ifPresent(part -> require("test", part, experiment, configuration));
    }
  }

  private void require(
      String part, Dataset data, Experiment<?> experiment, Configuration<?> configuration) {
    Dataset.Value worst = data.lowest().value() < low ? data.lowest() : data.highest();
    if (worst.value() >= low && worst.value() <= high) {
      return;
    }
    String column =
        data.featureNames().isEmpty()
            ? "value " + worst.column()
            : "column «" + data.featureNames().get(worst.column()) + "»";
    throw new UserError(
        String.format(
            Locale.ROOT,
            "%s: %s needs values in %s, but %s%s holds %s (%s part, example %d, %s): %s",
            configuration.name(),
            reason,
            interval(),
            configuration.data(),
            configuration.reading().scale() == Scale.NONE ? "" : ", scaled,",
            worst.value(),
            part,
            worst.row(),
            column,
            advice(data, experiment, configuration)));
  }

  private String interval() {
    return high == Double.POSITIVE_INFINITY
        ? "[0,∞)"
        : String.format(Locale.ROOT, "[%.0f,%.0f]", low, high);
  }

  /** Only what would be taken. */
  private String advice(Dataset data, Experiment<?> experiment, Configuration<?> configuration) {
    List<String> ways = new ArrayList<>();
    if (low <= 0 && high >= 1) {
      ways.add("scale=minmax");
      if (data.lowest().value() >= 0 && data.highest().value() <= 255) {
        ways.add("scale=pixels");
      }
    }
    if (experiment.trainingOptions().contains("loss")
        && configuration.training().loss() == OutputLoss.OWN) {
      ways.add("loss=" + OutputLoss.SQUARED_ERROR);
    }
    return "set " + String.join(", or ", ways);
  }
}
