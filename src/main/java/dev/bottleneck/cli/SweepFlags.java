package dev.bottleneck.cli;

import dev.bottleneck.SweepBuilder;
import dev.bottleneck.runtime.UserError;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How a sweep is carried out. */
final class SweepFlags {
  @Option(
      names = "--set",
      paramLabel = "key=value",
      description = "Set a key of the experiment that is not searched; may be repeated.")
  private List<String> assignments = new ArrayList<>();

  @Option(names = "--resume", description = "Go on with a sweep that was stopped.")
  private boolean resume;

  @Option(
      names = "--join",
      description =
          "Work on a sweep together with other processes, of this machine or, with --store, of any;"
              + " the first begins it. With CUDA each takes all GPUs it sees: CUDA_VISIBLE_DEVICES gives it some.")
  private boolean join;

  @Option(
      names = "--worker",
      description = "The same as --join, and leave the report and the other files to the others.")
  private boolean worker;

  @Mixin private StoreOption store;

  @Option(
      names = "--retry-failed",
      description = "Try failed trials again; with --resume, --join or --worker.")
  private boolean retryFailed;

  @Option(
      names = "--workers",
      paramLabel = "N",
      description =
          "Trials trained side by side, each on one thread, spread evenly over the GPUs with CUDA"
              + " (default: cores; with CUDA, GPUs).")
  private Integer workers;

  @Option(
      names = "--trials",
      paramLabel = "N",
      description = "How many settings are tried in all (default: the file's budget).")
  private Integer trials;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where the sweep's folder lies (default: results/sweeps).")
  private Path out;

  @Mixin private JobFlags jobs;

  /** Has {@code sweep} be what was asked for, and print what a person should read. */
  SweepBuilder applyTo(SweepBuilder sweep) {
    List<String> entries =
        Stream.of(resume ? "--resume" : "", join ? "--join" : "", worker ? "--worker" : "")
            .filter(entry -> !entry.isEmpty())
            .toList();
    if (entries.size() > 1) {
      throw new UserError(String.join(" and ", entries) + ": give one of them");
    }
    assignments.forEach(sweep::set);
    if (resume) {
      sweep.resume();
    }
    if (join) {
      sweep.join();
    }
    if (worker) {
      sweep.worker();
    }
    store.url().ifPresent(sweep::store);
    if (retryFailed) {
      sweep.retryFailed();
    }
    Optional.ofNullable(workers).ifPresent(sweep::workers);
    Optional.ofNullable(trials).ifPresent(sweep::trials);
    Optional.ofNullable(out).ifPresent(sweep::out);
    return jobs.applyTo(sweep);
  }
}
