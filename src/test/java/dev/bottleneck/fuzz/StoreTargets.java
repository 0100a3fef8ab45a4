package dev.bottleneck.fuzz;

import dev.bottleneck.jobs.JobState;
import dev.bottleneck.jobs.StoreFormat;
import dev.bottleneck.jobs.StoredJob;
import dev.bottleneck.jobs.StoredJob.Ending;
import dev.bottleneck.jobs.WorkerId;
import dev.bottleneck.report.RunFolder;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.study.result.Arm;
import dev.bottleneck.study.resume.RunJobs;
import dev.bottleneck.sweep.SweepOverview;
import dev.bottleneck.sweep.ToySweep;
import dev.bottleneck.sweep.definition.Extent;
import dev.bottleneck.sweep.definition.PruningOptions;
import dev.bottleneck.sweep.definition.RaceOptions;
import dev.bottleneck.sweep.pruning.Pruned;
import dev.bottleneck.sweep.pruning.Pruner;
import dev.bottleneck.sweep.space.Space;
import dev.bottleneck.sweep.store.Ends;
import dev.bottleneck.sweep.store.Finals;
import dev.bottleneck.sweep.store.TrialQueue;
import dev.bottleneck.sweep.store.TrialStore;
import dev.bottleneck.sweep.trial.Objective;
import dev.bottleneck.sweep.trial.Trial;
import dev.bottleneck.sweep.trial.Trial.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

/** The store of a sweep's trials: what status shows, and what a resumed sweep reads and writes. */
final class StoreTargets {
  private static final WorkerId WORKER = new WorkerId("another machine", 7, 5, "token");
  private static final List<RunJobs.Key> GRID =
      LongStream.rangeClosed(1, 5)
          .mapToObj(seed -> new RunJobs.Key(new Arm("a", "an arm"), seed))
          .toList();
  private static final Objective LOSS = new Objective("loss", Objective.Goal.MIN, "arm");

  private StoreTargets() {}

  static List<Target> all() throws IOException {
    Path folder = Files.createTempDirectory("space");
    Space space = ToySweep.parse(folder).space();
    List<Map<String, byte[]>> stores = List.of(store(space));
    List<Map<String, byte[]>> runs = List.of(runStore());
    return List.of(
        target("store", 4, stores, space, Mutation.anyOf(Bytes::forged, Bytes::damaged)),
        target("store-cells", 4, stores, space, Cells::mutated),
        run("run-store", 4, true, runs, Bytes::damaged),
        run("run-store-cells", 4, false, runs, Cells::mutated));
  }

  private static Target target(
      String name, int weight, List<Map<String, byte[]>> stores, Space space, Mutation mutation) {
    return new Target(
        name,
        weight,
        false,
        stores,
        Map.of(TrialStore.FILE, mutation),
        in -> {
          String page = SweepOverview.of(in);
          if (page.chars().anyMatch(c -> Character.isISOControl(c) && c != '\n')) {
            throw new IllegalStateException("a control character reaches the terminal");
          }
          return page.replaceAll("(?s)At work.*", "") + use(in, space); // which tells the time
        });
  }

  /** The jobs of a run: those that are damaged are told, and trained again. */
  private static Target run(
      String name,
      int weight,
      boolean checked,
      List<Map<String, byte[]>> stores,
      Mutation mutation) {
    return new Target(
        name,
        weight,
        checked,
        stores,
        Map.of(RunJobs.FILE, mutation),
        in -> {
          List<String> notes = new ArrayList<>();
          String read;
          try (RunJobs jobs = lead(in, notes)) {
            jobs.plan(GRID.size());
            read =
                jobs.ended().stream()
                    .map(job -> job.result() + " " + job.error())
                    .toList()
                    .toString();
            jobs.claim();
          }
          if (!notes.isEmpty()) {
            throw new UserError(String.join("; ", notes));
          }
          return read;
        });
  }

  private static RunJobs lead(Path folder, List<String> notes) {
    return RunJobs.lead(RunFolder.open(folder), "this run", GRID, Duration.ofHours(1), notes::add);
  }

  private static Map<String, byte[]> runStore() throws IOException {
    return RunSamples.written(
        folder -> {
          try (RunJobs jobs = lead(folder, new ArrayList<>())) {
            jobs.plan(GRID.size());
            for (int i = 0; i < GRID.size(); i++) {
              StoredJob job = jobs.claim().orElseThrow();
              jobs.store()
                  .end(job, i == 2 ? Ending.failed("diverged") : Ending.complete("found " + i), 1);
            }
          }
        });
  }

  private static Map<String, byte[]> store(Space space) throws IOException {
    return RunSamples.written(
        folder -> {
          Path file = folder.resolve(TrialStore.FILE);
          StoreFormat.create(
              file,
              Map.of(
                  "objective.metric", "loss",
                  "objective.goal", "min",
                  "objective.arm", "arm",
                  "seedsPerTrial", "1"));
          try (TrialStore store = TrialStore.open(folder, Duration.ofHours(1))) {
            fill(store, space);
          }
          try (Connection database = DriverManager.getConnection("jdbc:sqlite:" + file);
              Statement statement = database.createStatement()) {
            // The only thing in it that is not the same in each run.
            statement.execute("UPDATE jobs SET heartbeat = 1700000000000, begun = heartbeat");
            statement.execute("UPDATE changes SET clock = 1700000000000");
          } catch (SQLException e) {
            throw new IOException(e);
          }
        });
  }

  private static void fill(TrialStore store, Space space) {
    for (int i = 0; i < 6; i++) {
      Trial trial = claim(store, WORKER, space);
      store.epochs().recordAtRung(trial, 1, "training", 0.5 + i);
      if (i < 3) {
        Ends.complete(store, trial, Map.of("loss", List.of(0.25, 0.75 + i)), 0.5 + i, 3);
      } else {
        Ends.end(store, trial, i == 3 ? JobState.PRUNED : JobState.FAILED, "it diverged", 1);
      }
    }
    store.wanted().put(new Extent(9, 1, RaceOptions.NONE, 5));
    store.owners().tellGpu(claim(store, WORKER, space).job(), "3");
  }

  private static TrialQueue queue(TrialStore store, Space space) {
    return new TrialQueue(
        store,
        number ->
            Optional.of(
                new TrialQueue.Plan(
                    space.proposal(new double[] {number % 10 / 10.0, 0.5}), 100 + number)));
  }

  private static Trial claim(TrialStore store, WorkerId worker, Space space) {
    return queue(store, space).claim(worker).orElseThrow(() -> new UserError("the search is over"));
  }

  private static String use(Path folder, Space space) {
    try (TrialStore store = TrialStore.open(folder, Duration.ofHours(1))) {
      String read = store.identity().toString();
      store.requireIntact(space);
      store.owners().takeFromTheDead(WorkerId.present());
      store.owners().running();
      read += store.standing(LOSS).counts() + " " + store.standing(LOSS).best();
      read += store.endedAfter(0, 5).toString() + store.trials(Stage.SEARCH);
      store.trials(Stage.FINAL);
      Trial trial = claim(store, WorkerId.present(), space);
      store.epochs().recordAtRung(trial, 1, "training", 0.5);
      for (PruningOptions.Kind kind : PruningOptions.Kind.values()) {
        Pruner.of(new PruningOptions(kind, 1, 2, 1)).check(trial, 1, store.epochs());
      }
      Ends.complete(store, trial, Map.of("loss", List.of(0.25)), 0.25, 3);
      queue(store, space).close(new Finals(LOSS, List.of(1L, 2L)));
      return read;
    } catch (Pruned e) {
      return "pruned";
    }
  }
}
