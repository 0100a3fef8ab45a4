package dev.bottleneck.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bottleneck.Bottleneck;
import dev.bottleneck.cli.Main;
import dev.bottleneck.jobs.JobState;
import dev.bottleneck.jobs.Postgres;
import dev.bottleneck.jobs.StoreConnection;
import dev.bottleneck.jobs.StorePlace;
import dev.bottleneck.runtime.Build;
import dev.bottleneck.sweep.SweepOptions;
import dev.bottleneck.sweep.SweepReplay;
import dev.bottleneck.sweep.store.TrialStore;
import dev.bottleneck.sweep.trial.Trial;
import dev.bottleneck.sweep.trial.Trial.Stage;
import dev.bottleneck.testing.CommandProcess;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * A sweep on a real standalone cluster of Spark and a real PostgreSQL server, each of whose parts
 * is killed in the middle of it.
 */
class SparkSweepTest {
  private static final int TRIALS = Integer.getInteger("spark.trials", 7);
  private static final int WORKERS = 2;
  private static final int FINALS = 2;

  /** Trials that are still to be done at the last kill. */
  private static final int LEFT = 3;

  /** In milliseconds. */
  private static final long LOOK = 50;

  @TempDir Path folder;
  private Path file;
  private String name;
  private StorePlace place;

  @BeforeEach
  void write() throws IOException {
    name = "spark-" + UUID.randomUUID().toString().substring(0, 8);
    file = folder.resolve("sweep.yaml");
    Files.writeString(
        file,
        """
        name: %s
        experiment: stacked
        set: {quick: true, data: mnist, validation: "last:5000"}
        space:
          code: {integer: [5, 50]}
          learningRate: {log-uniform: [0.0001, 0.1]}
        search: {kind: random}
        objective: {metric: loss, goal: min}
        budget: {trials: %d}
        finalSeeds: %d
        """
            .formatted(name, TRIALS, FINALS));
    // The server is killed, too.
    place = StorePlace.awaitedDatabase(Postgres.url(), name);
  }

  private static Path classPath() {
    Path classPath = Build.home().orElseThrow().resolve("target/classpath-spark");
    Assumptions.assumeTrue(
        Files.exists(classPath), "Spark's part is not built: ./mvnw -f src/spark process-classes");
    return classPath;
  }

  private Process begin(String master, String... more) throws IOException {
    return begin(master, Map.of("BOTTLENECK_HEAP_MB", "512"), more);
  }

  private Process begin(String master, Map<String, String> environment, String... more)
      throws IOException {
    List<String> words = new ArrayList<>(List.of("sweep", file.toString()));
    words.addAll(List.of("--store", Postgres.url(), "--out", folder.resolve("out").toString()));
    words.addAll(List.of("--spark", master, "--workers", "" + WORKERS));
    words.addAll(List.of(more));
    ProcessBuilder command = CommandProcess.of(Main.class, printed(), words);
    command.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    command.environment().put("SPARK_LOCAL_DIRS", folder.toString());
    command.environment().putAll(environment);
    command.environment().remove("SPARK_HOME");
    return command.start();
  }

  private Path printed() {
    return folder.resolve("printed.txt");
  }

  private static List<Trial> trials(StorePlace place, Stage stage) {
    try (TrialStore store = TrialStore.read(place)) {
      return store.trials(stage);
    }
  }

  private long ended() {
    return place.exists()
        ? trials(place, Stage.SEARCH).stream().filter(trial -> trial.state().ended()).count()
        : 0;
  }

  private static void until(BooleanSupplier condition) throws InterruptedException {
    while (!condition.getAsBoolean()) {
      Thread.sleep(LOOK);
    }
  }

  /** Kills the first of those, as soon as there is one, while the sweep goes on. */
  private static void kill(Supplier<Stream<ProcessHandle>> which, Process sweep)
      throws InterruptedException {
    List<ProcessHandle> killed = new ArrayList<>();
    until(
        () -> {
          Optional<ProcessHandle> first = which.get().findFirst();
          first.filter(ProcessHandle::destroyForcibly).ifPresent(killed::add);
          return first.isPresent() || !sweep.isAlive();
        });
    assertThat(killed).as("before the sweep had ended").hasSize(1);
    until(() -> !killed.get(0).isAlive());
  }

  /** The server takes its own connections' processes for damaged then, and starts anew. */
  private void killTheServersProcess() {
    try (StoreConnection store = place.open()) {
      long pid =
          store.number(
              "SELECT min(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
                  + " AND application_name = 'bottleneck'");
      assertThat(pid).as("a process of the server's").isPositive();
      assertThat(ProcessHandle.of(pid).orElseThrow().destroyForcibly()).isTrue();
    }
  }

  /** In the order of a sweep's course; a longer one begins again. */
  private enum Kill {
    EXECUTOR,
    SERVER,
    WORKER,
    DRIVER,
    PROGRAM
  }

  /**
   * A kill after every other trial. The sweep is short, for two of them; {@code -Dspark.trials=60}
   * makes it a long one.
   */
  @Test
  @Timeout(value = 30, unit = TimeUnit.MINUTES)
  void losesNothingWhateverIsKilled() throws Exception {
    Path classPath = classPath();
    int kills = 0;
    try (SparkStandalone cluster =
        new SparkStandalone(folder.resolve("spark"), classPath, WORKERS)) {
      Process sweep = begin(cluster.address());
      for (int at = 1; at < TRIALS - LEFT; at += 2, kills++) {
        long least = at;
        Process now = sweep;
        until(() -> ended() >= least || !now.isAlive());
        assertThat(sweep.isAlive()).as(Files.readString(printed())).isTrue();
        Kill kill = Kill.values()[kills % Kill.values().length];
        if (kill(kill, cluster, sweep)) {
          until(() -> cluster.executors().findAny().isEmpty());
          sweep = begin(cluster.address(), "--resume");
        }
      }
      assertThat(sweep.waitFor()).as(Files.readString(printed())).isZero();
    }
    System.out.printf("%d kills within %d trials%n", kills, TRIALS);
    assertThat(results(trials(place, Stage.SEARCH)))
        .hasSize(TRIALS)
        .allMatch(line -> line.contains(JobState.COMPLETE.toString()));
    assertThat(timesEnded()).isEqualTo(TRIALS + FINALS);
    assertThat(replay()).contains(TRIALS + " proposals (random) computed anew", "are the same");

    Path undisturbed = folder.resolve("undisturbed");
    Bottleneck.sweep(file.toString()).out(undisturbed).run();
    StorePlace there = TrialStore.in(undisturbed.resolve(name));
    for (Stage stage : Stage.values()) {
      assertThat(results(trials(place, stage))).isEqualTo(results(trials(there, stage)));
    }
    assertThat(folder.resolve("out").resolve(name).resolve("best.yaml"))
        .hasSameTextualContentAs(undisturbed.resolve(name).resolve("best.yaml"));
  }

  /** Returns whether the sweep has to be begun again. */
  private boolean kill(Kill what, SparkStandalone cluster, Process sweep)
      throws InterruptedException, IOException {
    switch (what) {
      case EXECUTOR -> kill(cluster::executors, sweep);
      case WORKER -> kill(cluster::pilots, sweep);
      case SERVER -> killTheServersProcess();
      case DRIVER -> {
        kill(sweep::children, sweep);
        assertThat(sweep.waitFor()).as(Files.readString(printed())).isEqualTo(1);
        assertThat(Files.readString(printed())).contains("the workers have left");
        return true;
      }
      case PROGRAM -> {
        sweep.destroyForcibly().waitFor();
        return true;
      }
    }
    return false;
  }

  private static List<String> results(List<Trial> trials) {
    return trials.stream()
        .map(t -> t.number() + " " + t.state() + " " + t.parameters() + " " + t.measures())
        .toList();
  }

  private long timesEnded() {
    try (StoreConnection store = place.open()) {
      return store.number("SELECT count(*) FROM changes WHERE state <> 'waiting'");
    }
  }

  private String replay() {
    StringWriter printed = new StringWriter();
    SweepOptions options = SweepOptions.defaults().withStore(Postgres.url());
    new SweepReplay(file.toString(), options, new PrintWriter(printed)).run();
    return printed.toString();
  }

  /** What no worker could do is told by the process that a person started, in a line. */
  @Test
  @EnabledIfSystemProperty(named = "spark.trials", matches = ".+", disabledReason = "a long one")
  @Timeout(value = 3, unit = TimeUnit.MINUTES)
  void tellsWhyWorkersWouldNotWork() throws Exception {
    classPath();
    Process sweep = begin("local[2]", Map.of("BOTTLENECK_MEMORY_MB", "much"));
    assertThat(sweep.waitFor()).isEqualTo(1);
    assertThat(Files.readString(printed()))
        .contains("2 of the workers: ", "BOTTLENECK_MEMORY_MB is \"much\"")
        .contains("the sweep was stopped: the workers have left");
    assertThat(trials(place, Stage.SEARCH)).isEmpty();
  }
}
