package dev.bottleneck.study.resume;

import dev.bottleneck.runtime.UserError;
import dev.bottleneck.study.configuration.Configuration;
import dev.bottleneck.study.configuration.TrainingOptions;
import dev.bottleneck.study.experiment.Experiment;
import dev.bottleneck.study.yaml.ConfigurationFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A finished run whose trainings are to be made longer, in a run of its own: which ends as one that
 * was asked for as many epochs at once.
 *
 * @param run the finished one, which is not changed
 * @param configuration its settings, with more epochs
 * @param assignments those that say so, as they were typed, by key
 */
public record Continuation(
    ResumedRun run, ConfigurationFile configuration, Map<String, String> assignments) {
  /**
   * That of {@code run} with {@code assignments} of the form {@code key=value}.
   *
   * @throws UserError if the run cannot be gone on with so
   */
  public static Continuation of(ResumedRun run, List<String> assignments) {
    requireFinished(run);
    ConfigurationFile configuration = run.configuration().copy();
    Map<String, String> byKey = new LinkedHashMap<>();
    for (String assignment : assignments) {
      configuration.set(assignment);
      String key = assignment.substring(0, assignment.indexOf('=')).strip();
      if (!Epochs.isKey(key)) {
        throw notEpochs(assignment);
      }
      byKey.put(key, assignment);
    }
    return new Continuation(run, configuration, byKey);
  }

  private static UserError notEpochs(String assignment) {
    return new UserError(
        "--set %s: of a run that is gone on with, only numbers of epochs can be set, such as"
                .formatted(assignment)
            + " --set epochs=20");
  }

  private static void requireFinished(ResumedRun run) {
    Path folder = run.folder().path();
    if (run.joining() || run.retryFailed()) {
      throw new UserError(
          "--set goes with --resume alone: leave out --join and --retry-failed, or --set");
    }
    if (!"complete".equals(run.manifest().get("state"))) {
      throw new UserError(
          "%s: the run is %s, not complete: end it by --resume without --set first"
              .formatted(folder, run.manifest().getOrDefault("state", "unfinished")));
    }
    if (!run.keptStates().last() || !Files.isDirectory(RunCheckpoints.folder(run.folder()))) {
      throw new UserError(
          "%s: the run kept no states to be trained further from: only one that was begun with"
                  .formatted(folder)
              + " --keep-states can be");
    }
  }

  /** What the run that continues it keeps. */
  public KeptStates keptStates() {
    return new KeptStates(true, Optional.of(run.folder().path()));
  }

  /**
   * Refuses numbers that are not larger, and what is trained otherwise from its first epoch on if
   * there are to be more.
   *
   * @throws UserError with the reason
   */
  public <H extends Record> void check(Experiment<H> experiment) {
    Configuration<H> before = run.configuration().read(experiment);
    Configuration<H> after = configuration.read(experiment);
    Map<String, Integer> epochs = Epochs.of(before.hyperparameters());
    Map<String, Integer> more = Epochs.of(after.hyperparameters());
    assignments.forEach(
        (key, assignment) -> {
          if (!epochs.containsKey(key)) {
            throw notEpochs(assignment);
          }
          if (more.get(key) <= epochs.get(key)) {
            throw new UserError(
                "--set %s: the run was trained for %d: give more"
                    .formatted(assignment, epochs.get(key)));
          }
        });
    TrainingOptions training = after.training();
    if (assignments.containsKey(Epochs.OF_TRAINING)
        && training.learningRateSchedule().dependsOnAllEpochs()) {
      throw new UserError(
          "--set %s: schedule is %s, whose rates depend on how many epochs there are: begin a run"
                  .formatted(assignments.get(Epochs.OF_TRAINING), training.schedule())
              + " of its own");
    }
    if (!networks(experiment, before).equals(networks(experiment, after))) {
      throw new UserError(
          "--set %s: a network of %s depends on how many epochs there are: begin a run of its own"
              .formatted(String.join(", ", assignments.values()), after.name()));
    }
  }

  private static <H extends Record> List<String> networks(
      Experiment<H> experiment, Configuration<H> configuration) {
    return experiment.networks(configuration.hyperparameters(), configuration.training()).stream()
        .map(network -> network.definition().json())
        .toList();
  }

  /**
   * Refuses a run that was begun with other settings, data or weights.
   *
   * @param now of the run that continues it
   */
  public <H extends Record> void requireSame(Experiment<H> experiment, RunIdentity now) {
    new RunIdentity(RunIdentity.of(run.configuration().read(experiment)), now.data(), now.weights())
        .require(run.folder().path(), run.manifest().get(RunIdentity.KEY));
  }
}
