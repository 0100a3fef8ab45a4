package dev.bottleneck.study.configuration;

import dev.bottleneck.runtime.Require;

/**
 * A figure that a source published.
 *
 * @param value of the headline metric, in its own unit
 * @param tolerance how far our mean may lie from it and still count as reproduced
 */
public record Published(double value, double tolerance) {
  public Published {
    Require.positive("tolerance", tolerance);
  }
}
