package dev.bottleneck.study;

import java.util.OptionalDouble;

/**
 * One of the settings that a study compares.
 *
 * @param key its name in files and folders: lower case, hyphens
 * @param title its name in the report
 * @param published the source's value of the headline measure, if it gives one
 */
public record Arm(String key, String title, OptionalDouble published) {
  public Arm(String key, String title) {
    this(key, title, OptionalDouble.empty());
  }

  /** The same arm with the figure that its source published. */
  public Arm published(double value) {
    return new Arm(key, title, OptionalDouble.of(value));
  }
}
