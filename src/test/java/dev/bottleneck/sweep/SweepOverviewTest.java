package dev.bottleneck.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bottleneck.jobs.WorkerId;
import dev.bottleneck.sweep.definition.SweepDefinition;
import dev.bottleneck.sweep.search.Search;
import dev.bottleneck.sweep.store.Ends;
import dev.bottleneck.sweep.store.Finals;
import dev.bottleneck.sweep.store.TrialQueue;
import dev.bottleneck.sweep.store.TrialStore;
import dev.bottleneck.sweep.trial.Trial;
import dev.bottleneck.sweep.work.SearchPlanner;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is at work, on what, and for how long still. */
class SweepOverviewTest {
  private static final WorkerId HERE = new WorkerId("a", 4711, 1, "1", "gpu-node-17");
  private static final WorkerId POD =
      new WorkerId("b", 4_194_303, 1, "2", "a-sweep-with-a-long-name-of-its-own-workers-12-x7k2p");

  @TempDir Path folder;
  private SweepDefinition sweep;
  private TrialStore store;
  private TrialQueue queue;

  @BeforeEach
  void begin() throws IOException {
    sweep = ToySweep.parse(folder, "finalSeeds: 2");
    TrialStore.in(folder).create(sweep.identity());
    store = TrialStore.open(folder, Duration.ofHours(1));
    queue = new TrialQueue(store, new SearchPlanner(sweep, Search.of(sweep), number -> number < 6));
  }

  @AfterEach
  void close() {
    store.close();
  }

  private Trial claim(WorkerId worker) {
    return queue.claim(worker).orElseThrow();
  }

  /** A trial of 100 s. */
  private void complete() {
    Map<String, List<Double>> measures = Map.of("crossEntropy", List.of(0.5));
    Ends.complete(store, claim(HERE), measures, 0.5, 100);
  }

  @Test
  void tellsOfEachWorkerWhereItIsAndOnWhichGpu() {
    complete();
    Trial second = claim(HERE);
    store.owners().tellGpu(second.job(), "GPU-8f2c1a2b");
    claim(POD);
    String page = SweepOverview.of(folder);
    assertThat(page)
        .containsPattern("(?m)^gpu-node-17 +4711 +GPU-8f2c1a2b +search +1 +[0-9]+ s +[0-9]+$")
        .containsPattern("(?m)^….*-workers-12-x7k2p +4194303 +search +2 +[0-9]+ s");
    assertThat(page.substring(page.indexOf("At work")).lines())
        .allMatch(line -> line.length() < 100);
  }

  @Test
  void tellsWhereNobodyIsAtWorkOnWhatIsLeft() {
    Trial trial = claim(HERE);
    assertThat(SweepOverview.of(folder)).doesNotContain("Nobody");
    Ends.release(store, trial);
    assertThat(SweepOverview.of(folder)).contains("Nobody is at work on it", "--resume goes on");
  }

  @Test
  void whereNobodyHasAGpuNoneIsShown() {
    claim(HERE);
    assertThat(SweepOverview.of(folder)).contains("gpu-node-17").doesNotContain("GPU");
  }

  /** By as many as are at work: of six trials and two final seeds. */
  @Test
  void tellsHowMuchEndedLatelyAndTheTimeLeft() {
    complete();
    complete();
    claim(HERE);
    claim(POD);
    assertThat(SweepOverview.of(folder)).contains("Ended within the last hour: 2\n");
    store.wanted().put(sweep.extent());
    assertThat(SweepOverview.of(folder))
        .as("4 trials and 2 final seeds of 100 s by 2")
        .contains("Ended within the last hour: 2; about 5 min left");
  }

  @Test
  void theTimeLeftOfTheTestIsThatOfItsSeeds() {
    store.wanted().put(sweep.extent());
    for (int i = 0; i < 6; i++) {
      complete();
    }
    assertThat(SweepOverview.of(folder)).as("nobody is at work").doesNotContain("At work", "left");
    queue.close(new Finals(sweep.objective(), List.of(7L, 8L)));
    complete();
    claim(HERE);
    assertThat(SweepOverview.of(folder))
        .contains("Ended within the last hour: 7; about 2 min left");
  }
}
