package dev.bottleneck.data;

/** A dataset that {@link Datasets} knows by name. */
sealed interface BuiltInDataset permits PublishedDataset, Sines {
  /** What {@link Datasets#open} calls it. */
  String name();

  /** One line for lists. */
  String description();

  /**
   * The examples.
   *
   * @throws dev.bottleneck.runtime.UserError if they cannot be had
   */
  Corpus open(DataOptions options);
}
