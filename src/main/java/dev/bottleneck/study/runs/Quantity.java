package dev.bottleneck.study.runs;

import dev.bottleneck.study.configuration.TrainingOptions;
import dev.bottleneck.study.result.JobResult;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What it is that a run measures.
 *
 * <p>A loss is each network's own, penalties included. It is the same for all networks only where
 * it is no other number than a measure that is taken of all of them in one convention; else it may
 * be another one for whatever settings differ.
 *
 * @param name the measure; of a loss that is one of those by another name, that; empty of a loss
 *     that no job has a number of, so that nothing tells what it is
 * @param own of a loss of no other name, the settings that may weigh in it; empty of all else
 * @param task the hyper-parameters that say what it is taken of
 * @param scale of the examples, where their unit is that of the measure
 */
public record Quantity(String name, String own, Map<String, String> task, String scale) {
  /** A network's own loss. */
  public static final String LOSS = "loss";

  private static final List<String> OF_ALL = List.of("crossEntropy", "squaredError");
  private static final Set<String> OF_VALUES =
      Set.of(
          LOSS, "crossEntropy", "squaredError", "psnr", "ssim", "corruptedPsnr", "corruptedSsim");

  /** A loss is a mean over batches of floats, a measure one over all examples of doubles. */
  private static final double SAME = 1e-5;

  /** What {@code run} measures by that name. */
  public static Quantity of(RecordedRun run, String measure) {
    String scale =
        OF_VALUES.contains(measure) ? run.configuration().reading().scale().toString() : "";
    if (!measure.equals(LOSS)) {
      return new Quantity(measure, "", run.measuredBy(measure), scale);
    }
    List<Map<String, Double>> found =
        run.result().jobs().stream()
            .flatMap(job -> job.result().stream())
            .map(JobResult::measures)
            .filter(measures -> Double.isFinite(measures.getOrDefault(LOSS, Double.NaN)))
            .toList();
    if (found.isEmpty()) {
      return new Quantity("", "", run.measuredBy(LOSS), scale);
    }
    Optional<String> other = OF_ALL.stream().filter(name -> isLoss(found, name)).findFirst();
    return other
        .map(name -> new Quantity(name, "", run.measuredBy(name), scale))
        .orElseGet(() -> new Quantity(LOSS, settings(run), run.measuredBy(LOSS), scale));
  }

  private static boolean isLoss(List<Map<String, Double>> found, String name) {
    return found.stream()
        .allMatch(
            measures -> {
              double loss = measures.get(LOSS);
              double value = measures.getOrDefault(name, Double.NaN);
              return Math.abs(loss - value) <= SAME * Math.abs(loss);
            });
  }

  /** All but what changes no more than the last digits. */
  private static String settings(RecordedRun run) {
    TrainingOptions t = run.configuration().training();
    TrainingOptions usual = TrainingOptions.DEFAULTS;
    return run.configuration().experiment()
        + " "
        + run.configuration().hyperparameters()
        + " "
        + new TrainingOptions(
            t.patience(),
            t.keep(),
            t.schedule(),
            t.from(),
            t.loss(),
            usual.engine(),
            usual.precision());
  }

  /**
   * Whether two runs measure the same. A loss without a number is taken for that of the other run
   * if both have what it follows from in common.
   */
  public static boolean isSame(RecordedRun a, RecordedRun b, String measure) {
    Quantity ofA = of(a, measure);
    Quantity ofB = of(b, measure);
    if (!ofA.name.isEmpty() && !ofB.name.isEmpty()) {
      return ofA.equals(ofB);
    }
    boolean weighed = !ofA.own.isEmpty() || !ofB.own.isEmpty();
    return ofA.task.equals(ofB.task)
        && ofA.scale.equals(ofB.scale)
        && a.configuration().experiment().equals(b.configuration().experiment())
        && Objects.equals(a.configuration().training().loss(), b.configuration().training().loss())
        && (!weighed || settings(a).equals(settings(b)));
  }
}
