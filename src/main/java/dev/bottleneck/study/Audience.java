package dev.bottleneck.study;

import dev.bottleneck.data.Splits;
import dev.bottleneck.live.LiveServer;
import dev.bottleneck.report.MlflowClient.Ending;
import dev.bottleneck.report.RunFolder;
import dev.bottleneck.study.configuration.Configuration;
import dev.bottleneck.study.experiment.Experiment;
import dev.bottleneck.study.report.LiveRun;
import dev.bottleneck.study.report.MlflowRuns;
import dev.bottleneck.study.result.StudyResult;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Consumer;

/** Who is to hear of a run while it goes, and of its end: a live page, and MLflow. */
final class Audience<H extends Record> implements AutoCloseable {
  private final Configuration<H> configuration;
  private final Optional<LiveServer> server;
  private Optional<MlflowRuns> mlflow = Optional.empty();

  private Audience(Configuration<H> configuration, Optional<LiveServer> server) {
    this.configuration = configuration;
    this.server = server;
  }

  /**
   * Finds those that {@code options} ask for, before anything of the run is written.
   *
   * @param notes takes what a person should know of them
   * @throws dev.bottleneck.runtime.UserError if one of them cannot be had
   */
  static <H extends Record> Audience<H> open(
      RunOptions options, Configuration<H> configuration, Consumer<String> notes) {
    // The port first: it can be given back, and MLflow's experiment not.
    Audience<H> audience =
        new Audience<>(configuration, options.jobs().live().map(LiveServer::open));
    try {
      audience.mlflow =
          options
              .mlflow()
              .map(at -> MlflowRuns.connect(at, configuration, Clock.systemUTC(), notes));
      return audience;
    } catch (RuntimeException e) {
      audience.close();
      throw e;
    }
  }

  /**
   * Begins to tell of the run.
   *
   * @param called what the run is called where others have runs, too
   * @return {@code manner}, heard by all of them
   */
  StudyRun.Manner hear(
      Experiment<H> experiment, Splits data, RunFolder run, String called, StudyRun.Manner manner) {
    StudyRun.Manner heard = manner;
    if (mlflow.isPresent()) {
      mlflow.get().begin(called);
      heard = heard.heardBy(mlflow.get());
    }
    if (server.isPresent()) {
      LiveRun page = LiveRun.of(experiment, configuration, data);
      page.begin(server.get()::isWatched, run.path());
      server.get().show(page);
      heard = heard.heardBy(page);
    }
    return heard;
  }

  /** The run has come to its end. */
  void ends(StudyResult result) {
    Ending how = result.failures().isEmpty() ? Ending.FINISHED : Ending.FAILED;
    mlflow.ifPresent(its -> its.ends(how));
  }

  /** The user has stopped the run. */
  void stopped() {
    mlflow.ifPresent(its -> its.ends(Ending.KILLED));
  }

  /** Has the run's report, if there is one, take the live page's place. */
  void conclude(RunFolder run) {
    server.ifPresent(its -> its.conclude(run.file("report.html")));
  }

  /** Tells of the end; of a run whose end nobody told, that it has failed. */
  @Override
  public void close() {
    try {
      mlflow.ifPresent(MlflowRuns::close);
    } finally {
      server.ifPresent(LiveServer::close);
    }
  }
}
