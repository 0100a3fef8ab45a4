package dev.bottleneck.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bottleneck.Bottleneck;
import dev.bottleneck.jobs.JobState;
import dev.bottleneck.jobs.Postgres;
import dev.bottleneck.jobs.StoreConnection;
import dev.bottleneck.jobs.StorePlace;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.sweep.store.TrialStore;
import dev.bottleneck.sweep.trial.Trial;
import dev.bottleneck.sweep.trial.Trial.Stage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sweeps whose trials are in a PostgreSQL database, worked on from several folders. */
class PostgresSweepTest {
  @TempDir Path folder;
  private Path file;
  private String name;

  @BeforeEach
  void write() throws IOException {
    name = "toy-" + UUID.randomUUID().toString().substring(0, 8);
    file = ToySweep.write(folder, "search: {kind: tpe, startup: 4}", "finalSeeds: 2");
    Files.writeString(file, Files.readString(file).replace("name: toy", "name: " + name));
  }

  private void run(String out, String... words) {
    String[] all = new String[words.length + 2];
    all[0] = "--store";
    all[1] = Postgres.url();
    System.arraycopy(words, 0, all, 2, words.length);
    ToySweep.run(file, folder.resolve(out), all);
  }

  private StorePlace place() {
    return StorePlace.database(Postgres.url(), name);
  }

  private List<Trial> trials(Stage stage) {
    try (TrialStore store = TrialStore.read(place())) {
      return store.trials(stage);
    }
  }

  private String replay() {
    StringWriter printed = new StringWriter();
    SweepOptions options = SweepOptions.defaults().withStore(Postgres.url());
    new SweepReplay(file.toString(), options, new PrintWriter(printed)).run();
    return printed.toString();
  }

  /** As on three machines, which share nothing but the database. */
  @Test
  void workersOfSeveralFoldersShareASweep() {
    IntStream.range(0, 3)
        .parallel()
        .forEach(i -> run("machine-" + i, "--workers", "1", i == 0 ? "--join" : "--worker"));
    assertThat(trials(Stage.SEARCH))
        .hasSize(6)
        .allMatch(trial -> trial.is(JobState.COMPLETE))
        .allMatch(trial -> trial.job().attempts() == 1);
    assertThat(trials(Stage.FINAL)).hasSize(2).allMatch(trial -> trial.is(JobState.COMPLETE));
    assertThat(replay()).contains("6 proposals (tpe) computed anew", "all are the same");
    assertThat(folder.resolve("machine-0").resolve(name))
        .isDirectoryContaining("glob:**/report.html")
        .isDirectoryNotContaining("glob:**/" + TrialStore.FILE);
    assertThat(folder.resolve("machine-1").resolve(name))
        .isDirectoryNotContaining("glob:**/report.html");
  }

  /** Beside a sweep on a file, of one worker each: the same proposals, the same values. */
  @Test
  void aDatabaseChangesNoNumber() throws IOException {
    run("database", "--workers", "1");
    ToySweep.run(file, folder.resolve("file"), "--workers", "1");
    try (TrialStore store = TrialStore.read(TrialStore.in(folder.resolve("file").resolve(name)))) {
      List<Trial> inFile = store.trials(Stage.SEARCH);
      List<Trial> inDatabase = trials(Stage.SEARCH);
      assertThat(inDatabase).extracting(Trial::proposal).isEqualTo(proposals(inFile));
      assertThat(inDatabase).extracting(Trial::measures).isEqualTo(measures(inFile));
    }
    assertThat(Files.readString(folder.resolve("database").resolve(name).resolve("best.yaml")))
        .isEqualTo(Files.readString(folder.resolve("file").resolve(name).resolve("best.yaml")));
  }

  private static List<Object> proposals(List<Trial> trials) {
    return trials.stream().<Object>map(Trial::proposal).toList();
  }

  private static List<Object> measures(List<Trial> trials) {
    return trials.stream().<Object>map(Trial::measures).toList();
  }

  /** The server ends all connections again and again, as one that is started anew. */
  @Test
  void connectionsThatAreLostLoseNoTrial() throws InterruptedException {
    AtomicLong ended = new AtomicLong();
    Thread breaking =
        new Thread(
            () -> {
              while (!Thread.currentThread().isInterrupted()) {
                // The first of all surely: on a busy machine there may be few more.
                ended.addAndGet(breakConnections(ended.get() == 0 ? 1 : 0.05));
              }
            });
    breaking.start();
    try {
      run("out", "--workers", "2");
    } finally {
      breaking.interrupt();
      breaking.join();
    }
    assertThat(ended).hasPositiveValue();
    assertThat(trials(Stage.SEARCH)).hasSize(6).allMatch(trial -> trial.is(JobState.COMPLETE));
    assertThat(trials(Stage.FINAL)).hasSize(2).allMatch(trial -> trial.is(JobState.COMPLETE));
    assertThat(replay()).contains("all are the same");
  }

  /**
   * How many it ended.
   *
   * @param share of all, by chance
   */
  private int breakConnections(double share) {
    if (!place().exists()) {
      return 0;
    }
    try (StoreConnection ending = place().open()) {
      return ending
          .query(
              row -> row.getBoolean(1),
              "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                  + " WHERE pid <> pg_backend_pid() AND application_name = 'bottleneck'"
                  + " AND random() < ?",
              share)
          .size();
    }
  }

  @Test
  void goesOnAndTellsHowItStands() {
    run("out", "--trials", "2", "--set", "epochs=2");
    assertThatThrownBy(() -> run("out", "--set", "epochs=2"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("was begun already")
        .hasMessageContaining("another database with --store");
    assertThatThrownBy(() -> run("out", "--resume"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("the sweep was begun with --set epochs=2");
    assertThat(SweepOverview.of(place())).contains("search", "complete", "final");
    assertThat(
            Bottleneck.sweep(file.toString())
                .store(Postgres.url())
                .out(folder.resolve("elsewhere"))
                .set("epochs", 2)
                .join()
                .run()
                .trials())
        .hasSize(2);
  }

  @Test
  void nothingToResumeIsTold() {
    assertThatThrownBy(() -> run("out", "--resume"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("schema \"bottleneck " + name + "\"")
        .hasMessageContaining("nothing to resume");
    assertThat(folder.resolve("out")).doesNotExist();
  }
}
