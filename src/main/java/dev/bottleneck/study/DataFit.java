package dev.bottleneck.study;

import static java.util.stream.Collectors.joining;

import dev.bottleneck.data.Splits;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.study.configuration.Configuration;
import dev.bottleneck.study.experiment.Experiment;
import java.util.ArrayList;
import java.util.List;

/** Whether an experiment can take the data that it is given. */
final class DataFit {
  private DataFit() {}

  /**
   * Refuses data of another shape, or of values that the loss has no meaning for: every reason at
   * once, so that what one advises is not refused by the next.
   *
   * @throws UserError with what would be right
   */
  static <H extends Record> void check(
      Experiment<H> experiment, Configuration<H> configuration, Splits data) {
    List<UserError> refusals = new ArrayList<>();
    List<Runnable> checks =
        List.of(
            () -> experiment.check(configuration.hyperparameters(), data),
            () -> ValueRange.check(experiment, configuration, data));
    for (Runnable check : checks) {
      try {
        check.run();
      } catch (UserError refusal) {
        refusals.add(refusal);
      }
    }
    if (!refusals.isEmpty()) {
      throw refusals.size() == 1
          ? refusals.get(0)
          : new UserError(
              refusals.stream().map(UserError::getMessage).collect(joining("; and ")),
              refusals.get(0));
    }
  }
}
