package dev.bottleneck.study;

import dev.bottleneck.data.Splits;
import dev.bottleneck.device.DeviceHabits;
import dev.bottleneck.device.Devices;
import dev.bottleneck.device.NativeMemory;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.study.configuration.Configuration;
import dev.bottleneck.study.experiment.Experiment;
import dev.bottleneck.study.experiment.Job;
import dev.bottleneck.study.experiment.JobCheckpoints;
import dev.bottleneck.study.experiment.WarmStart;
import dev.bottleneck.study.result.Arm;
import dev.bottleneck.study.result.CurvePoint;
import dev.bottleneck.study.yaml.ConfigurationFile;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.nd4j.linalg.factory.Nd4j;

/**
 * One setting of an experiment, checked against its data and ready to be trained seed by seed
 * without a run folder: what a search over settings asks for. The thread that makes it trains it.
 *
 * @param <H> the experiment's hyper-parameters
 */
public final class Setting<H extends Record> {
  private final Experiment<H> experiment;
  private final Configuration<H> configuration;
  private final Splits data;
  private final WarmStart start;

  private Setting(Experiment<H> experiment, Configuration<H> configuration, Splits data) {
    this.experiment = experiment;
    this.configuration = configuration;
    this.data = data;
    H h = configuration.hyperparameters();
    DataFit.check(experiment, configuration, data);
    configuration.training().engine().requireDevices();
    start = WarmStart.open(configuration.training(), experiment.arms(h), Devices.present());
    experiment.checkTraining(h, configuration.training(), start);
  }

  /**
   * Reads {@code file}.
   *
   * @param data opens the data of a configuration
   * @throws UserError if the file is wrong, or does not fit the data
   */
  public static Setting<?> of(ConfigurationFile file, Function<Configuration<?>, Splits> data) {
    return of(file.experiment(), file, data);
  }

  private static <H extends Record> Setting<H> of(
      Experiment<H> experiment, ConfigurationFile file, Function<Configuration<?>, Splits> data) {
    Configuration<H> configuration = file.read(experiment);
    return new Setting<>(experiment, configuration, data.apply(configuration));
  }

  public Configuration<H> configuration() {
    return configuration;
  }

  /** What the experiment compares. */
  public List<Arm> arms() {
    return experiment.arms(configuration.hyperparameters());
  }

  /** Trains as below and takes every measure. */
  public Map<String, Double> train(Arm arm, long seed, Consumer<CurvePoint> onValidation) {
    return train(arm, seed, measure -> true, onValidation);
  }

  /** The same of some measures. */
  public Map<String, Double> train(
      Arm arm, long seed, Predicate<String> measures, Consumer<CurvePoint> onValidation) {
    return train(arm, seed, measures, JobCheckpoints.NONE, onValidation);
  }

  /**
   * Trains {@code arm} on {@code seed}, on the calling thread, and returns its measures by name;
   * the networks are left to the collector.
   *
   * @param measures which are asked for, by name; others may be left out
   * @param checkpoints what the training goes on from
   * @param onValidation hears of the validation loss after each epoch that has one; what it throws
   *     ends the training
   * @throws dev.bottleneck.training.Divergence if a loss is NaN or infinite
   * @throws dev.bottleneck.training.Interrupted if the thread was interrupted
   */
  public Map<String, Double> train(
      Arm arm,
      long seed,
      Predicate<String> measures,
      JobCheckpoints checkpoints,
      Consumer<CurvePoint> onValidation) {
    Job job =
        new Job(
                arm,
                seed,
                () -> data,
                configuration,
                start,
                DeviceHabits.ofBackend(),
                () -> {},
                onValidation)
            .measuring(measures)
            .keeping(checkpoints);
    try {
      return experiment.run(job, configuration.hyperparameters()).measures();
    } finally {
      Nd4j.getWorkspaceManager().destroyAllWorkspacesForCurrentThread();
      NativeMemory.reclaim();
    }
  }
}
