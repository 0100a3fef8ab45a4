package dev.bottleneck.experiment;

import dev.bottleneck.data.Dataset;
import dev.bottleneck.data.Splits;
import dev.bottleneck.runtime.UserError;
import java.util.Locale;

/** What a classifier must have of its data. */
final class ClassifierData {
  private ClassifierData() {}

  /**
   * Refuses data that a classifier of so many inputs and classes cannot be trained on; what the
   * message tells to set would be taken.
   */
  static void require(int inputs, int classes, Splits data) {
    Dataset train = data.train();
    if (train.labels().isEmpty()) {
      throw new UserError(
          train.name() + " has no classes, and a classifier needs them: take data that have");
    }
    if (train.presentClasses().size() < 2) {
      throw new UserError(
          "all training examples of "
              + train.name()
              + " are of one class, "
              + train.presentClasses().get(0)
              + ": a classifier needs two or more");
    }
    if (train.values().length() != inputs) {
      throw new UserError(
          String.format(
              Locale.ROOT,
              "inputs is %d, but an example of %s has %d values: set inputs=%3$d",
              inputs,
              train.name(),
              train.values().length()));
    }
    if (train.classes() != classes) {
      throw new UserError(
          String.format(
              Locale.ROOT,
              "classes is %d, but %s has %d: set classes=%3$d",
              classes,
              train.name(),
              train.classes()));
    }
  }
}
