package dev.bottleneck.faults;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** A command that is broken into, and what of its results must come out the same all the same. */
interface Subject {
  /** What it is called in counts, such as "run". */
  String name();

  /** Begins in {@code room}. */
  Launch begin(Path room) throws IOException;

  /** Whether it came so far that there is something to go on with. */
  boolean hasBegun(Path room) throws IOException;

  /** What a user types after it was broken into: begins anew where nothing had begun. */
  Launch goOn(Path room) throws IOException;

  /** What must be the same, to the bit, as of an undisturbed one: names and contents or hashes. */
  Map<String, String> results(Path room) throws IOException;

  /**
   * What has ended, of which nothing may be done again: names, and what would differ, such as the
   * seconds it took.
   */
  Map<String, String> ended(Path room) throws IOException;
}
