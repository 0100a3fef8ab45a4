package dev.bottleneck.study.report;

import dev.bottleneck.report.MlflowClient;
import dev.bottleneck.report.MlflowClient.Ending;
import dev.bottleneck.report.MlflowClient.Value;
import dev.bottleneck.runtime.Build;
import dev.bottleneck.runtime.Interrupted;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.study.configuration.Configuration;
import dev.bottleneck.study.result.Arm;
import dev.bottleneck.study.result.MetricListener;
import dev.bottleneck.study.result.MetricRow;
import dev.bottleneck.study.yaml.FlatSettings;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Tells MLflow what is measured: a run of its own for each network, beneath one for the whole. A
 * metric is {@code <phase>/<metric>} over mini-batches; it is told about once a second.
 */
public final class MlflowRuns implements MetricListener, AutoCloseable {
  private static final long PAUSE_MILLIS = 1000;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final MlflowClient client;
  private final String experiment;
  private final Configuration<?> configuration;
  private final Clock clock;
  private final MlflowCalls calls;
  private final Map<String, String> tags;
  private final Map<String, Told> networks = new LinkedHashMap<>(); // guarded by this
  private final Map<String, String> ids = new LinkedHashMap<>(); // the calls' alone
  private String whole; // as well
  private boolean begun; // guarded by this, as is what follows
  private Ending ending = Ending.FAILED;

  /** What is still to be told of a network. */
  private static final class Told {
    final String arm;
    final long seed;
    List<Value> waiting = new ArrayList<>();
    long told;
    boolean hasResult;

    Told(String arm, long seed) {
      this.arm = arm;
      this.seed = seed;
    }

    String name() {
      return arm + "/seed-" + seed;
    }
  }

  private MlflowRuns(
      MlflowClient client,
      String experiment,
      Configuration<?> configuration,
      Clock clock,
      MlflowCalls calls) {
    this.client = client;
    this.experiment = experiment;
    this.configuration = configuration;
    this.clock = clock;
    this.calls = calls;
    // Once: the commit is asked of git, which is not to be waited for between two steps.
    tags = Map.of("mlflow.source.name", "bottleneck", "mlflow.source.git.commit", Build.commit());
  }

  /**
   * Asks the server for the experiment that is called as the configuration is.
   *
   * @param notes hears once of what cannot be told: the training goes on without
   * @throws UserError if it does not answer as MLflow does, or has the experiment no more
   */
  public static MlflowRuns connect(
      URI server, Configuration<?> configuration, Clock clock, Consumer<String> notes) {
    require(server);
    String name = configuration.name();
    try {
      MlflowClient client = new MlflowClient(server, System.getenv());
      String experiment =
          client
              .experiment(name)
              .orElseThrow(
                  () ->
                      new UserError(
                          "--mlflow %s: the experiment '%s' was deleted there: restore it, or give the run's configuration another name"
                              .formatted(server, name)));
      MlflowCalls calls = new MlflowCalls(server, PATIENCE, notes);
      return new MlflowRuns(client, experiment, configuration, clock, calls);
    } catch (UserError e) {
      throw e;
    } catch (InterruptedIOException e) {
      if (Thread.currentThread().isInterrupted()) {
        throw new Interrupted();
      }
      throw noMlflow(server, e);
    } catch (IOException | RuntimeException e) {
      throw noMlflow(server, e);
    }
  }

  private static UserError noMlflow(URI server, Exception e) {
    return new UserError(
        "--mlflow %s: no MLflow answers there (%s)".formatted(server, MlflowCalls.said(e)), e);
  }

  private static void require(URI server) {
    // Of an address that is none, too: what stands in it is not to be printed.
    String authority = server.getRawAuthority();
    if ((authority == null ? server.toString() : authority).contains("@")) {
      throw new UserError(
          "--mlflow: name and password do not go into the address, which is printed, but into"
              + " MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD");
    }
    if (server.getHost() == null || !List.of("http", "https").contains(server.getScheme())) {
      throw new UserError(
          "--mlflow %s: it must be the address of a server, such as http://127.0.0.1:5000"
              .formatted(server));
    }
  }

  /**
   * Begins the run that those of the networks are beneath.
   *
   * @param run what it is called
   */
  public synchronized void begin(String run) {
    begun = true;
    long now = clock.millis();
    calls.make(
        () -> {
          whole = client.begin(experiment, run, now, tags);
          client.parameters(whole, FlatSettings.of(configuration));
        });
  }

  @Override
  public synchronized void heard(MetricRow row, long steps) {
    Told network = network(row.arm(), row.seed());
    long now = clock.millis();
    network.hasResult |= row.isFinal();
    network.waiting.add(new Value(row.phase() + "/" + row.metric(), row.value(), now, steps));
    if (now - network.told >= PAUSE_MILLIS) {
      tellWaiting(network, now);
    }
  }

  private Told network(String arm, long seed) {
    return networks.computeIfAbsent(arm + "/" + seed, key -> begun(new Told(arm, seed)));
  }

  private Told begun(Told network) {
    long now = clock.millis();
    calls.make(
        () -> {
          Map<String, String> beneath = new LinkedHashMap<>(tags);
          beneath.put("mlflow.parentRunId", whole);
          String id = client.begin(experiment, network.name(), now, beneath);
          ids.put(network.name(), id);
          client.parameters(id, Map.of("arm", network.arm, "seed", Long.toString(network.seed)));
        });
    return network;
  }

  private void tellWaiting(Told network, long now) {
    List<Value> values = network.waiting;
    network.waiting = new ArrayList<>();
    network.told = now;
    calls.make(() -> client.metrics(ids.get(network.name()), values));
  }

  /** A network that had no value yet has failed, or was stopped, all the same. */
  @Override
  public synchronized void ended(Arm arm, long seed) {
    Told network = network(arm.key(), seed);
    networks.remove(arm.key() + "/" + seed);
    // A thread that was told to stop is told so until its work has ended.
    end(network, Thread.currentThread().isInterrupted() ? Ending.KILLED : Ending.FAILED);
  }

  /**
   * @param otherwise how it has ended if it has no result
   */
  private void end(Told network, Ending otherwise) {
    long now = clock.millis();
    tellWaiting(network, now);
    Ending how = network.hasResult ? Ending.FINISHED : otherwise;
    calls.make(() -> client.end(ids.remove(network.name()), how, now));
  }

  /** The whole will have ended so; one of which nobody says so has failed. */
  public synchronized void ends(Ending how) {
    ending = how;
  }

  @Override
  public void close() {
    synchronized (this) {
      Ending how = ending;
      networks
          .values()
          .forEach(network -> end(network, how == Ending.KILLED ? how : Ending.FAILED));
      networks.clear();
      if (begun) {
        long now = clock.millis();
        calls.make(() -> client.end(whole, how, now));
      }
    }
    calls.close();
  }
}
