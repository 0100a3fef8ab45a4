package dev.bottleneck.bench;

import dev.bottleneck.runtime.Require;
import java.util.List;

/**
 * Which whole jobs are timed.
 *
 * @param cases in the tables' order
 * @param epochs of the jobs that train one network; 0 for the cases' own
 * @param threads compute threads of both sides
 * @param rounds in each of which both sides run every job once
 */
public record JobPlan(List<JobCase> cases, int epochs, int threads, int rounds) {
  /**
   * Drops repetitions.
   *
   * @throws dev.bottleneck.runtime.UserError naming the option that cannot be right
   */
  public JobPlan {
    cases = cases.stream().distinct().toList();
    Require.atLeast("--epochs", epochs, 0);
    Require.atLeast("--threads", threads, 1);
    Require.atLeast("--rounds", rounds, 1);
  }

  /** Whether there is a sweep among them. */
  public boolean hasSweeps() {
    return cases.stream().anyMatch(JobCase::isSweep);
  }
}
