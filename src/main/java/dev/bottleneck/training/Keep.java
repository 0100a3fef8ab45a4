package dev.bottleneck.training;

import java.util.Locale;

/** Which epoch's network a training ends with. */
public enum Keep {
  /** That of the last epoch. */
  LAST,
  /** That of the epoch with the lowest validation loss, the first of equals. */
  BEST;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
