package dev.bottleneck.study.report;

import dev.bottleneck.evaluation.Metric;
import dev.bottleneck.evaluation.Outliers;
import dev.bottleneck.study.autoencoder.AutoencoderHyperparameters;
import dev.bottleneck.study.configuration.Configuration;
import dev.bottleneck.study.configuration.Configuration.EvaluateOn;
import dev.bottleneck.study.configuration.TrainingOptions;
import dev.bottleneck.study.result.Arm;
import dev.bottleneck.study.result.StudyResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a reader must know before any number of a study: a sentence each. */
public final class StudyNotes {
  /** Of a quick run. */
  public static final String QUICK =
      "Quick mode: a few batches an epoch. It shows that everything runs; its numbers mean"
          + " nothing, and no verdict is given.";

  /** Of a run whose epoch is chosen where it is measured. */
  private static final String CHOSEN =
      "The epoch was chosen by the loss on the validation part, on which the measures are taken,"
          + " too: the loss is biased low.";

  private static final String ONE_START =
      "Every seed starts from the same weights: seeds differ by the order of the batches and by"
          + " corruption alone, and their spread tells nothing of other weights.";

  /** So few steps leave a network about where it began. */
  private static final int FEW_STEPS = 200;

  private StudyNotes() {}

  /**
   * That the networks are hardly trained, as where a batch is meant for far more examples.
   *
   * @param examples to train on
   */
  public static Optional<String> fewSteps(Configuration<?> configuration, int examples) {
    if (configuration.quick()
        || !(configuration.hyperparameters() instanceof AutoencoderHyperparameters h)) {
      return Optional.empty();
    }
    int ofEpoch = (examples - 1) / h.batchSize() + 1;
    long steps = (long) ofEpoch * h.epochs();
    return steps < FEW_STEPS
        ? Optional.of(
            String.format(
                Locale.ROOT,
                "Each network takes but %d %s, %d an epoch (batchSize is %d, of %d training"
                    + " examples): it may be hardly trained; lower batchSize or raise epochs.",
                steps,
                steps == 1 ? "step" : "steps",
                ofEpoch,
                h.batchSize(),
                examples))
        : Optional.empty();
  }

  static List<String> of(
      StudyResult result, Configuration<?> configuration, Metric metric, boolean interrupted) {
    List<String> notes = new ArrayList<>();
    if (interrupted) {
      notes.add(
          String.format(
              Locale.ROOT,
              "Interrupted: %d of %d networks were finished; maps of the codes are left out.",
              result.jobs().size(),
              result.arms().size() * configuration.seeds()));
    }
    if (configuration.quick()) {
      notes.add(QUICK);
    }
    notes.addAll(ofRun(result, configuration, metric));
    return notes;
  }

  /** Those that hold however much of it is carried out. */
  public static List<String> ofRun(
      StudyResult result, Configuration<?> configuration, Metric metric) {
    List<String> notes = new ArrayList<>();
    TrainingOptions training = configuration.training();
    if (training.watchesValidation() && configuration.evaluateOn() == EvaluateOn.VALIDATION) {
      notes.add(CHOSEN);
    }
    if (training.source().isPresent() && configuration.seeds() > 1) {
      notes.add(ONE_START);
    }
    result.leftOut().forEach(reason -> notes.add("Left out: " + reason + "."));
    result.failures().forEach(failure -> notes.add("Failed: " + failure + "."));
    result.arms().forEach(arm -> apart(result, arm, metric, notes));
    return notes;
  }

  /** Where outcomes have a second mode or a heavy tail, that is said before any mean. */
  private static void apart(StudyResult result, Arm arm, Metric metric, List<String> notes) {
    double[] values = result.values(arm, metric.key());
    if (values.length == 0) {
      return;
    }
    Outliers outliers = Outliers.of(values);
    if (outliers.any()) {
      double median = result.summary(arm, metric.key()).orElseThrow().quartiles().median();
      notes.add(outliers.sentence(arm.title(), metric, median));
    }
  }
}
