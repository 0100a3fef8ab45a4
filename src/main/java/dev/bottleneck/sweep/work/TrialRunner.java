package dev.bottleneck.sweep.work;

import dev.bottleneck.jobs.Attempts;
import dev.bottleneck.jobs.JobState;
import dev.bottleneck.jobs.Lost;
import dev.bottleneck.jobs.StoredJob.Ending;
import dev.bottleneck.study.Setting;
import dev.bottleneck.study.result.Arm;
import dev.bottleneck.study.yaml.ConfigurationFile;
import dev.bottleneck.sweep.definition.SweepDefinition;
import dev.bottleneck.sweep.pruning.Pruned;
import dev.bottleneck.sweep.pruning.Pruner;
import dev.bottleneck.sweep.store.TrialStore;
import dev.bottleneck.sweep.trial.Trial;
import dev.bottleneck.sweep.trial.Trial.Stage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Trains and measures one trial on the calling thread, and tells the store how it ended. */
final class TrialRunner {
  private static final Logger log = LoggerFactory.getLogger(TrialRunner.class);

  private final SweepDefinition sweep;
  private final SharedData data;
  private final TrialStore store;
  private final Attempts attempts;
  private final Pruner pruner;
  private final TrialCheckpoints checkpoints;
  private final Consumer<String> notes;

  /**
   * @param notes hears of what a person should know of a trial that goes on all the same
   */
  TrialRunner(
      SweepDefinition sweep,
      SharedData data,
      TrialStore store,
      Pruner pruner,
      TrialCheckpoints checkpoints,
      Consumer<String> notes) {
    this.sweep = sweep;
    this.data = data;
    this.store = store;
    this.attempts = new Attempts(store.jobs());
    this.pruner = pruner;
    this.checkpoints = checkpoints;
    this.notes = notes;
  }

  /**
   * Runs {@code trial} to its end.
   *
   * @throws dev.bottleneck.runtime.Interrupted if the thread was interrupted; the trial waits again
   *     then
   */
  void run(Trial trial) {
    try {
      Ending ending = attempts.run(trial.job(), trial, () -> ending(trial));
      if (ending.state() == JobState.PRUNED && pruner.promotes()) {
        checkpoints.keepLast(trial);
      } else if (ending.state() != JobState.FAILED) { // which goes on once the cause is mended
        checkpoints.forget(trial);
      }
    } catch (Lost e) {
      log.info("{}: its result counts no more", e.getMessage());
    }
  }

  private Ending ending(Trial trial) {
    Map<String, List<Double>> measures;
    try {
      measures = measure(trial);
    } catch (Pruned e) {
      return Ending.pruned(e.getMessage());
    }
    String metric = sweep.objective().metric();
    double value =
        measures.getOrDefault(metric, List.of()).stream()
            .mapToDouble(Double::doubleValue)
            .average()
            .orElse(Double.NaN);
    OptionalDouble second = sweep.second().of(trial.parameters(), measures);
    if (!sweep.second().metric().isEmpty() && !Double.isFinite(second.orElse(Double.NaN))) {
      return Ending.failed(sweep.second().metric() + " was not reported, or is not finite");
    }
    if (Double.isFinite(value)) {
      return TrialStore.complete(measures, value);
    }
    return Ending.failed(
        metric + (measures.containsKey(metric) ? " is " + value : " was not reported"));
  }

  private Map<String, List<Double>> measure(Trial trial) {
    Setting<?> setting = setting(trial);
    Arm arm = arm(setting, sweep.objective().arm());
    Map<String, List<Double>> measures = new LinkedHashMap<>();
    int seeds = trial.stage() == Stage.SEARCH ? sweep.seedsPerTrial() : 1;
    // All measures of thousands of trials would take longer than their training.
    Set<String> objectives = Set.of(sweep.objective().metric(), sweep.second().metric());
    Predicate<String> wanted = name -> trial.stage() == Stage.FINAL || objectives.contains(name);
    for (long seed = trial.firstSeed(); seed < trial.firstSeed() + seeds; seed++) {
      PausingCheckpoints states = states(trial, setting, arm, seed);
      setting
          .train(
              arm,
              seed,
              wanted,
              states,
              new EpochRecorder(trial, seed, store.epochs(), pruner, states)::record)
          .forEach((name, v) -> measures.computeIfAbsent(name, n -> new ArrayList<>()).add(v));
      states.requireGoingOn();
    }
    return measures;
  }

  private PausingCheckpoints states(Trial trial, Setting<?> setting, Arm arm, long seed) {
    return new PausingCheckpoints(
        checkpoints.of(
            trial,
            setting.configuration(),
            arm,
            seed,
            attempts.progress(trial.job()),
            line -> notes.accept(trial + ": " + line)),
        checkpoints.areKept() && pruner.promotes());
  }

  private Setting<?> setting(Trial trial) {
    ConfigurationFile file = sweep.configuration(trial.parameters());
    file.set("firstSeed=" + trial.firstSeed());
    if (trial.stage() == Stage.FINAL) {
      file.set("evaluateOn=test");
    }
    return Setting.of(file, data::open);
  }

  private static Arm arm(Setting<?> setting, String key) {
    return setting.arms().stream()
        .filter(arm -> arm.key().equals(key))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("with this setting there is no arm " + key));
  }
}
