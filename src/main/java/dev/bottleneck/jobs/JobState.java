package dev.bottleneck.jobs;

import java.util.Locale;

/** Where a job stands. */
public enum JobState {
  /** To be taken by a worker: again, as its first one died or was stopped, or it is retried. */
  WAITING,
  RUNNING,
  /** Given up early, as others did better at the same epoch. */
  PRUNED,
  COMPLETE,
  FAILED;

  public boolean ended() {
    return this == PRUNED || this == COMPLETE || this == FAILED;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * That of a text of {@link #toString}.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static JobState of(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }
}
