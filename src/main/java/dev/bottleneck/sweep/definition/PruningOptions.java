package dev.bottleneck.sweep.definition;

import dev.bottleneck.runtime.Require;
import java.util.List;
import java.util.Locale;

/**
 * When a trial is given up before its end.
 *
 * @param firstEpoch validation losses that a trial gives before it can be pruned
 * @param reduction of ASHA: one trial in so many goes beyond a rung
 * @param startupTrials of the median rule: trials that must have given a loss at the epoch
 */
public record PruningOptions(Kind kind, int firstEpoch, int reduction, int startupTrials) {
  /** The rules there are, and the options that each takes. */
  public enum Kind implements OptionKind {
    NONE(),
    ASHA("firstEpoch", "reduction"),
    MEDIAN("firstEpoch", "startupTrials");

    private final List<String> options;

    Kind(String... options) {
      this.options = List.of(options);
    }

    @Override
    public List<String> options() {
      return options;
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** No rule. */
  public static final PruningOptions DEFAULTS = new PruningOptions(Kind.NONE, 1, 3, 5);

  public PruningOptions {
    Require.atLeast("firstEpoch", firstEpoch, 1);
    Require.atLeast("reduction", reduction, 2);
    Require.atLeast("startupTrials", startupTrials, 1);
  }
}
