package dev.bottleneck.data;

import java.util.Optional;

/** A dataset that {@link Datasets} knows by name. */
sealed interface BuiltInDataset permits PublishedDataset, Sines {
  /** What {@link Datasets#open} calls it. */
  String name();

  /** One line for lists. */
  String description();

  /**
   * Where its examples are on this machine, their hashes checked; empty if they would have to be
   * downloaded.
   *
   * @throws dev.bottleneck.runtime.UserError if a file that is there is damaged
   */
  Optional<String> whereabouts(DataOptions options);

  /**
   * The examples.
   *
   * @throws dev.bottleneck.runtime.UserError if they cannot be had
   */
  Corpus open(DataOptions options);
}
