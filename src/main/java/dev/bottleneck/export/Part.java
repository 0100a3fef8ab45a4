package dev.bottleneck.export;

/** Which part of an autoencoder is written. */
public enum Part {
  /** From examples {@code [batch, inputs]} to codes {@code [batch, units]}. */
  ENCODER,
  /** From codes {@code [batch, units]} to examples {@code [batch, inputs]}. */
  DECODER,
  /** From examples to what the decoder makes of their codes, both {@code [batch, inputs]}. */
  WHOLE
}
