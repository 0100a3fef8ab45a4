package dev.bottleneck.bench;

import dev.bottleneck.runtime.Require;
import dev.bottleneck.runtime.UserError;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a benchmark times: every net at every batch size and number of threads.
 *
 * @param nets in the tables' order
 * @param batches examples in a batch
 * @param threads compute threads of every contender
 * @param rounds in which each contender is timed once
 * @param slice how long a contender is timed in a round; at least one step
 */
public record BenchmarkPlan(
    List<BenchmarkNet> nets,
    List<Integer> batches,
    List<Integer> threads,
    int rounds,
    Duration slice) {
  /**
   * Drops repetitions.
   *
   * @throws UserError naming the option that cannot be right
   */
  public BenchmarkPlan {
    nets = nets.stream().distinct().toList();
    batches = batches.stream().distinct().toList();
    threads = threads.stream().distinct().toList();
    batches.forEach(batch -> Require.atLeast("--batches", batch, 1));
    threads.forEach(count -> Require.atLeast("--threads", count, 1));
    Require.atLeast("--rounds", rounds, 1);
    Require.atLeast("--slice", slice.toMillis(), 1);
  }

  /** In the tables' order. */
  List<BenchmarkCase> cases() {
    List<BenchmarkCase> cases = new ArrayList<>();
    for (BenchmarkNet net : nets) {
      for (int batch : batches) {
        for (int count : threads) {
          cases.add(new BenchmarkCase(net, batch, count));
        }
      }
    }
    return cases;
  }
}
