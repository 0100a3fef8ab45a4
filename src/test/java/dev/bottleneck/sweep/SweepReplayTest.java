package dev.bottleneck.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bottleneck.device.Hardware;
import dev.bottleneck.jobs.JobState;
import dev.bottleneck.jobs.RawStore;
import dev.bottleneck.jobs.StoreConnection;
import dev.bottleneck.jobs.Time;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.study.RunFailed;
import dev.bottleneck.sweep.definition.SweepFile;
import dev.bottleneck.sweep.store.TrialStore;
import dev.bottleneck.sweep.trial.Trial.Stage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Proposals of real sweeps, computed anew. */
class SweepReplayTest {
  @TempDir Path folder;

  private Path sweep(String more) throws IOException {
    return ToySweep.write(folder, "finalSeeds: 0\n" + more);
  }

  private void run(Path file, int workers) throws IOException {
    SweepOptions options = SweepOptions.defaults().withWorkers(workers).withTrials(14);
    new SweepRun(
            options.applyTo(SweepFile.parse(file.toString(), Files.readString(file), List.of())),
            options,
            new PrintWriter(Writer.nullWriter()),
            folder.resolve("out/toy"),
            Hardware.present(),
            Time.SYSTEM)
        .carryOut();
  }

  private Path store() {
    return folder.resolve("out/toy").resolve(TrialStore.FILE);
  }

  private String replay(Path file) {
    StringWriter printed = new StringWriter();
    replay(file, printed);
    return printed.toString();
  }

  private void replay(Path file, StringWriter printed) {
    SweepOptions options = SweepOptions.defaults().withOut(folder.resolve("out"));
    new SweepReplay(file.toString(), options, new PrintWriter(printed)).run();
  }

  /** Three threads end trials in an order that is another one each time. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "search: {kind: tpe, startup: 4}",
        "search: {kind: genetic, population: 4}",
        "search: {kind: random}",
        "search: {kind: gp, startup: 4}",
        "search: {kind: tpe, startup: 3}\npruning: {kind: asha, firstEpoch: 1, reduction: 2}",
      })
  void whatWorkersSideBySideWereGivenIsComputedAnew(String more) throws IOException {
    Path file = sweep(more);
    run(file, 3);
    byte[] before = Files.readAllBytes(store());
    assertThat(replay(file)).contains("14 proposals (", "all are the same");
    try (TrialStore store = TrialStore.read(TrialStore.in(folder.resolve("out/toy")))) {
      assertThat(store.trials(Stage.SEARCH).stream().anyMatch(t -> t.is(JobState.PRUNED)))
          .isEqualTo(more.contains("asha"));
    }
    assertThat(store()).hasBinaryContent(before);
  }

  @Test
  void anotherResultMakesOtherProposals() throws IOException {
    Path file = sweep("search: {kind: tpe, startup: 4}");
    run(file, 1);
    try (StoreConnection store = RawStore.open(store())) {
      store.update("UPDATE changes SET value = -value");
      store.update("UPDATE jobs SET value = -value");
    }
    RawStore.sign(store());
    StringWriter printed = new StringWriter();
    assertThatThrownBy(() -> replay(file, printed))
        .isInstanceOf(RunFailed.class)
        .hasMessageContaining("of 14 proposals are others when they are computed anew");
    assertThat(printed.toString())
        .containsPattern("trial \\d+: code=.* in the store, code=.* anew")
        .contains(" more");
  }

  @Test
  void refusesTheStoreOfAnotherSweep() throws IOException {
    run(sweep("search: {kind: tpe}"), 1);
    Path other = sweep("search: {kind: genetic}");
    assertThatThrownBy(() -> replay(other))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("search.kind is tpe there and genetic here");
    assertThatThrownBy(
            () ->
                new SweepReplay(
                        other.toString(),
                        SweepOptions.defaults().withOut(folder.resolve("nowhere")),
                        new PrintWriter(Writer.nullWriter()))
                    .run())
        .isInstanceOf(UserError.class)
        .hasMessageContaining("nothing was begun there");
  }
}
