package dev.bottleneck.study.experiment;

import dev.bottleneck.data.Splits;
import dev.bottleneck.evaluation.Metric;
import dev.bottleneck.study.configuration.Configuration;
import dev.bottleneck.study.configuration.TrainingOptions;
import dev.bottleneck.study.figures.StudyFigures;
import dev.bottleneck.study.result.Arm;
import dev.bottleneck.study.result.ArmPair;
import dev.bottleneck.study.result.JobResult;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An experiment: one or more arms, each trained on every seed.
 *
 * <p>A variant is a final class with a public constructor without arguments, a record of
 * hyper-parameters, and a {@code main} that calls the command line's {@code Main}. A YAML under
 * {@code experiments/} names the class; there is no list to edit.
 *
 * @param <H> the record of hyper-parameters; its compact constructor checks their ranges
 */
public interface Experiment<H extends Record> {
  /** One line for {@code bottleneck list} and the report's head. */
  String title();

  Class<H> hyperparameters();

  /** What is compared, in the order of the report; at least one. */
  List<Arm> arms(H hyperparameters);

  /** Which arms are compared; every pair unless the experiment says otherwise. */
  default List<ArmPair> pairs(H hyperparameters) {
    return ArmPair.all(arms(hyperparameters));
  }

  /**
   * What the arms are compared by; its name is preceded by the part measured, as in "test error".
   */
  Metric headline();

  /** The headline as a run with {@code configuration} measures it: with the part in its name. */
  default Metric headline(Configuration<H> configuration) {
    return headline().of(configuration.evaluateOn().toString());
  }

  /**
   * The hyper-parameters that say what {@code measure} is taken of, such as the noise on the
   * examples: runs in which they differ have measured different things.
   */
  default Set<String> measuredBy(String measure) {
    return Set.of();
  }

  /**
   * Refuses data that the network cannot take.
   *
   * @throws dev.bottleneck.runtime.UserError naming the key and what would be right
   */
  void check(H hyperparameters, Splits data);

  /**
   * The options of {@code training} that it takes, out of {@link TrainingOptions#KEYS}; any other
   * is refused. What trains its networks the user may always say.
   */
  default Set<String> trainingOptions() {
    return Set.of("engine", "precision");
  }

  /** Measures that cannot be taken of these data, as is known before training: a line each. */
  default List<String> leftOut(Splits data) {
    return List.of();
  }

  /** What a reader must know of a choice of hyper-parameters, if anything: a sentence. */
  default Optional<String> caution(H hyperparameters) {
    return Optional.empty();
  }

  /**
   * The networks that it trains, in the order of their training: their plans can be shown, and the
   * data be held against what the losses and outputs of those take that give back an example.
   */
  default List<ExperimentNetwork> networks(H hyperparameters, TrainingOptions training) {
    return List.of();
  }

  /**
   * Refuses training options and a start that the networks of the arms cannot take.
   *
   * @throws dev.bottleneck.runtime.UserError naming the key and what would be right
   */
  default void checkTraining(H hyperparameters, TrainingOptions training, WarmStart start) {}

  /**
   * Trains one arm on one seed; called on a worker thread, and must take all chance from {@code
   * job}.
   */
  JobResult run(Job job, H hyperparameters);

  /** Mini-batches one job trains on, for the progress bar. */
  long steps(Job job, H hyperparameters);

  /** Adds the experiment's own figures to the report, once all jobs are done. */
  void draw(StudyFigures figures, H hyperparameters);
}
