package dev.bottleneck.data;

import java.nio.file.Path;
import java.util.List;
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

  /** Its files on this machine; none if it needs none, or would have to be downloaded. */
  default List<Path> files(DataOptions options) {
    return List.of();
  }

  /**
   * The examples.
   *
   * @throws dev.bottleneck.runtime.UserError if they cannot be had
   */
  Corpus open(DataOptions options);
}
