package dev.bottleneck.sweep.race;

import dev.bottleneck.evaluation.ConfidenceSequence;
import dev.bottleneck.sweep.definition.RaceOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Settings against each other on the same seeds, round by round. After each round a setting is out,
 * and gets no further seed, if another that was in has a mean as low and is lower on more than half
 * of all seeds on which they differ. The one of the lowest mean is never out: it leads.
 *
 * <p>That one is lower is told by a {@link ConfidenceSequence} of the paired signs, which supposes
 * nothing of the values and holds at every look at once; all pairs share the error evenly, since
 * any of them may come to be looked at. So with probability 1 − {@value #ERROR} no setting is put
 * out by one that is not lower on more than half. Where means and signs disagree nobody is out. The
 * idea is that of F-Race (Birattari, Stützle, Paquete and Varrentrapp, "A racing algorithm for
 * configuring metaheuristics", GECCO 2002), whose tests do not account for being made after every
 * round.
 *
 * @param racers by the place they began at
 * @param rounds how many rounds all that were in have ended
 * @param leader whose mean is the lowest, of equals the first
 * @param mostRounds when it ends unsettled
 */
public record Race(List<Racer> racers, int rounds, int leader, int mostRounds) {
  /** How often a setting may be put out that should not have been, in any race. */
  public static final double ERROR = 0.05;

  /**
   * One of the settings.
   *
   * @param costs on the seeds that it was given, in their order, low is good; infinite where it
   *     failed
   * @param out after how many seeds it was put out; 0 if it is in
   * @param against who put it out; the leader if it is in
   * @param lower on how many seeds it was lower than that one
   * @param higher on how many it was higher
   */
  public record Racer(List<Double> costs, int out, int against, int lower, int higher) {
    public Racer {
      costs = List.copyOf(costs);
    }

    public boolean isIn() {
      return out == 0;
    }

    /** On how many seeds it failed. */
    public long failures() {
      return costs.stream().filter(cost -> cost == Double.POSITIVE_INFINITY).count();
    }

    /** All its costs, those of seeds on which it failed infinite. */
    public double[] values() {
      return costs.stream().mapToDouble(Double::doubleValue).toArray();
    }
  }

  public Race {
    racers = List.copyOf(racers);
  }

  /**
   * How the race stands.
   *
   * @param costs of each setting on its seeds, in the order of the seeds; who is in and has more
   *     than another waits for it
   */
  public static Race of(List<List<Double>> costs, int mostRounds) {
    int[] out = new int[costs.size()];
    int[] by = new int[costs.size()];
    int rounds = 0;
    while (rounds < mostRounds && haveRun(costs, out, rounds + 1)) {
      rounds++;
      putOut(costs, rounds, out, by);
    }
    int leader = leader(costs, out, rounds);
    List<Racer> racers = new ArrayList<>();
    for (int i = 0; i < out.length; i++) {
      int seen = out[i] == 0 ? rounds : out[i];
      int against = out[i] == 0 ? leader : by[i];
      int lower = count(costs.get(i), costs.get(against), seen);
      int higher = count(costs.get(against), costs.get(i), seen);
      racers.add(new Racer(costs.get(i), out[i], against, lower, higher));
    }
    return new Race(racers, rounds, leader, mostRounds);
  }

  private static boolean haveRun(List<List<Double>> costs, int[] out, int round) {
    return IntStream.range(0, out.length).allMatch(i -> out[i] > 0 || costs.get(i).size() >= round);
  }

  private static int leader(List<List<Double>> costs, int[] out, int rounds) {
    int leader = -1;
    for (int i = 0; i < out.length; i++) {
      boolean isLower = leader < 0 || mean(costs.get(i), rounds) < mean(costs.get(leader), rounds);
      leader = out[i] == 0 && isLower ? i : leader;
    }
    return leader;
  }

  private static double mean(List<Double> costs, int rounds) {
    return costs.stream().limit(rounds).mapToDouble(Double::doubleValue).average().orElse(0);
  }

  private static void putOut(List<List<Double>> costs, int rounds, int[] out, int[] by) {
    int[] before = out.clone();
    for (int i = 0; i < out.length; i++) {
      for (int other = 0; other < out.length && out[i] == 0; other++) {
        if (before[i] == 0
            && before[other] == 0
            && mean(costs.get(other), rounds) <= mean(costs.get(i), rounds)
            && isHigher(costs.get(i), costs.get(other), rounds, out.length)) {
          out[i] = rounds;
          by[i] = other;
        }
      }
    }
  }

  private static boolean isHigher(List<Double> a, List<Double> b, int rounds, int settings) {
    return isHigher(count(a, b, rounds), count(b, a, rounds), settings);
  }

  private static boolean isHigher(int lower, int higher, int settings) {
    int pairs = settings * (settings - 1) / 2;
    return ConfidenceSequence.of(lower, higher, ERROR / pairs).upper() < 0.5;
  }

  /** On how many of the first seeds {@code a} is lower. */
  private static int count(List<Double> a, List<Double> b, int rounds) {
    return (int) IntStream.range(0, rounds).filter(i -> a.get(i) < b.get(i)).count();
  }

  /** Fewer seeds put nobody out, whatever they give. */
  public static int leastRounds(int settings) {
    return IntStream.iterate(1, rounds -> rounds + 1)
        .filter(rounds -> isHigher(0, rounds, settings))
        .findFirst()
        .orElseThrow();
  }

  /** Trainings that a race takes at the least; 0 if there is none to be. */
  public static int leastTrials(RaceOptions options) {
    return options.areSeveral() ? options.settings() * leastRounds(options.settings()) : 0;
  }

  /** How many are in. */
  public long in() {
    return racers.stream().filter(Racer::isIn).count();
  }

  /** Whether one is left. */
  public boolean isSettled() {
    return in() == 1;
  }

  /** Whether no further seed is to be given. */
  public boolean isOver() {
    return isSettled() || rounds >= mostRounds;
  }

  /** To which round those that are in are to be given seeds now; those so far, if it is over. */
  public int nextRounds() {
    if (isOver()) {
      return rounds;
    }
    return Math.max(rounds + 1, Math.min(mostRounds, leastRounds(racers.size())));
  }

  /**
   * Whether means and signs disagree: a setting that is in is lower than the leader on more than
   * half of all seeds on which they differ, though not on average.
   */
  public boolean isOftenLowerThanTheLeader(int racer) {
    Racer its = racers.get(racer);
    return its.isIn() && racer != leader && isHigher(its.higher(), its.lower(), racers.size());
  }
}
