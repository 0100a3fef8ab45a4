package dev.bottleneck.experiment;

import dev.bottleneck.data.Dataset;
import dev.bottleneck.data.Splits;
import dev.bottleneck.evaluation.Metric;
import dev.bottleneck.runtime.Require;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.study.experiment.Experiment;
import dev.bottleneck.study.experiment.Job;
import dev.bottleneck.study.result.Arm;
import dev.bottleneck.study.result.ArmPair;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A classifier trained with several numbers of labelled examples, each number with a baseline and
 * what is held against it; numbers of labels are not compared with each other.
 */
abstract class LabelCountsExperiment<H extends Record & LabelCountsExperiment.Hyperparameters>
    implements Experiment<H> {
  private final Arm baseline;
  private final Arm other;

  /** What those of every such experiment hold. */
  interface Hyperparameters {
    /** Values of one example. */
    int inputs();

    /** Units of the output that tells the class. */
    int classes();

    /** Numbers of labelled examples, each with two arms. */
    List<Integer> labelCounts();

    /** Checks the ranges of these; for the compact constructor of a record. */
    static void check(int inputs, int classes, List<Integer> labelCounts) {
      Require.atLeast("inputs", inputs, 1);
      Require.atLeast("classes", classes, 2);
      Require.atLeast("labelCounts (the number of its entries)", labelCounts.size(), 1);
      labelCounts.forEach(count -> Require.atLeast("labelCounts", count, 1));
    }
  }

  /**
   * @param baseline the baselines, without a number
   * @param other what is held against them, likewise
   */
  LabelCountsExperiment(Arm baseline, Arm other) {
    this.baseline = baseline;
    this.other = other;
  }

  @Override
  public final List<ArmPair> pairs(H h) {
    return h.labelCounts().stream()
        .distinct()
        .map(count -> new ArmPair(arm(baseline, count), arm(other, count)))
        .toList();
  }

  @Override
  public final List<Arm> arms(H h) {
    return pairs(h).stream().flatMap(pair -> Stream.of(pair.baseline(), pair.arm())).toList();
  }

  private static Arm arm(Arm kind, int labels) {
    return new Arm(
        kind.key() + "-" + labels,
        String.format(Locale.ROOT, "%s, %,d labels", kind.title(), labels));
  }

  @Override
  public final Metric headline() {
    return Metric.classificationError();
  }

  @Override
  public void check(H h, Splits data) {
    ClassifierData.require(h.inputs(), h.classes(), data);
    for (int count : h.labelCounts()) {
      if (count > data.train().size()) {
        throw new UserError(
            "labelCounts has %d, but there are %d training examples"
                .formatted(count, data.train().size()));
      }
    }
  }

  final boolean isBaseline(Arm arm) {
    return arm.key().equals(baseline.key() + "-" + labels(arm));
  }

  static int labels(Arm arm) {
    return Integer.parseInt(arm.key().substring(arm.key().lastIndexOf('-') + 1));
  }

  /** The job's labelled examples: on one seed those of both arms. */
  static Dataset labelled(Job job) {
    return job.trainingData().sample(labels(job.arm()), job.seed("labelled examples"));
  }
}
