package dev.bottleneck.sweep.definition;

import dev.bottleneck.runtime.Require;
import java.util.List;
import java.util.Locale;

/**
 * How settings are proposed.
 *
 * @param points of a grid: values of each range, both ends among them
 * @param population of the genetic search: settings kept at the most
 * @param mutationRate of the genetic search: the probability that a gene is drawn anew
 * @param startup of TPE and the Gaussian process: how many settings must have ended without failing
 *     before it estimates; until then settings are random
 * @param candidates of TPE: drawn for each proposal, of which the most promising is taken
 * @param quantile of TPE: the share of settings that count as good ones, of which there are 25 at
 *     the most
 */
public record SearchOptions(
    Kind kind,
    int points,
    int population,
    double mutationRate,
    int startup,
    int candidates,
    double quantile) {
  /** The searches there are, and the options that each takes. */
  public enum Kind implements OptionKind {
    RANDOM(),
    GRID("points"),
    GENETIC("population", "mutationRate"),
    TPE("startup", "candidates", "quantile"),
    GP("startup");

    private final List<String> options;

    Kind(String... options) {
      this.options = List.of(options);
    }

    @Override
    public List<String> options() {
      return options;
    }

    /** Of how many trials it can learn: a Gaussian process takes time as their third power. */
    public int most() {
      return this == GP ? 300 : Integer.MAX_VALUE;
    }

    /** Whether it sees a second objective, or needs no objective at all. */
    boolean takesTwoObjectives() {
      return this != GENETIC && this != GP;
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static final SearchOptions DEFAULTS = new SearchOptions(Kind.RANDOM, 5, 20, 0.1, 10, 24, 0.15);

  /** A search with its defaults. */
  public static SearchOptions of(Kind kind) {
    return new SearchOptions(
        kind,
        DEFAULTS.points,
        DEFAULTS.population,
        DEFAULTS.mutationRate,
        DEFAULTS.startup,
        DEFAULTS.candidates,
        DEFAULTS.quantile);
  }

  public SearchOptions {
    Require.atLeast("points", points, 2);
    // Offspring have two parents, and are bred from two thirds of the population on.
    Require.atLeast("population", population, 4);
    Require.between("mutationRate", mutationRate, 0, 1);
    Require.atLeast("startup", startup, 2);
    Require.atLeast("candidates", candidates, 1);
    Require.between("quantile", quantile, 0.01, 0.5);
  }
}
