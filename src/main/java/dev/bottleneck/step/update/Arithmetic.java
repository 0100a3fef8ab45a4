package dev.bottleneck.step.update;

/** The kinds of {@link UpdateRule}, with their settings in order. */
public enum Arithmetic {
  /** η. */
  SGD,
  /** η, μ. */
  CLASSICAL_MOMENTUM,
  /** η, μ. */
  NESTEROV_MOMENTUM,
  /** a, β₁, β₂, ε. */
  ADAM,
  /** η / (1 − β₁ᵗ), β₁, β₂, ε. */
  NADAM,
  /** η, ρ, ε. */
  RMS_PROP,
  /** ρ, ε. */
  ADA_DELTA
}
