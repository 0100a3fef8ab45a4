package dev.bottleneck.experiment;

import dev.bottleneck.layer.Corruption;
import dev.bottleneck.layer.GaussianCorruption;
import dev.bottleneck.layer.InvertedDropout;
import dev.bottleneck.layer.Masking;
import dev.bottleneck.layer.SaltAndPepper;
import dev.bottleneck.runtime.Require;
import java.util.Locale;

/** How a denoising autoencoder's input is corrupted. */
public enum CorruptionKind {
  MASKING,
  DROPOUT,
  GAUSSIAN,
  SALT_AND_PEPPER;

  /** Refuses a level that this kind cannot have. */
  void check(String key, double level) {
    switch (this) {
      case MASKING, SALT_AND_PEPPER -> Require.between(key, level, 0, 1);
      case DROPOUT -> Require.below(key, level, 0, 1);
      case GAUSSIAN -> Require.between(key, level, 0, Double.MAX_VALUE);
    }
  }

  /** The corruption; {@code level} is a probability, or for Gaussian noise its deviation. */
  Corruption of(double level, long seed) {
    return switch (this) {
      case MASKING -> new Masking(level, seed);
      case DROPOUT -> new InvertedDropout(level, seed);
      case GAUSSIAN -> new GaussianCorruption(level, seed);
      case SALT_AND_PEPPER -> new SaltAndPepper(level, seed);
    };
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
