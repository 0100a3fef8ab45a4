package dev.bottleneck.report;

import java.util.Map;
import java.util.Optional;

/**
 * A chart that stands still as a picture, and that a reader of the report can ask: its data are in
 * the page, and a script shows them.
 */
public interface Chart {
  /** The chart on paper. */
  Drawing draw();

  /** The script that shows it: {@code charts/<kind>.js}. */
  String kind();

  /**
   * What the script shows: numbers, texts, arrays of numbers, lists and maps of these. A number is
   * rounded to five digits; one that is not finite is missing.
   */
  Map<String, Object> data();

  /** Small pictures, one an example, that are shown under the pointer. */
  default Optional<ImageSheet> images() {
    return Optional.empty();
  }
}
