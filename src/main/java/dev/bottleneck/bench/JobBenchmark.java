package dev.bottleneck.bench;

import dev.bottleneck.report.BenchmarksPage;
import dev.bottleneck.report.MarkdownTable;
import dev.bottleneck.report.Table;
import dev.bottleneck.report.TextTable;
import dev.bottleneck.runtime.Interrupted;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Times whole jobs, ours and the peer's in turn, and renews their section of the page. */
public final class JobBenchmark {
  private static final String SECTION = "Whole jobs";
  private static final String METHOD =
      """
      Seconds from a command's start to its end, with %d compute thread%s: reading the data (%s; MNIST for denoising-pretraining
      and the sweeps), training with the loss on 5,000 validation images after each epoch, and saving. Bottleneck's time has its
      measures, figures and report in it, PyTorch's has none. A figure is the median of %d round%s, in brackets the quartiles; in
      a round both sides run each job once, in turn and with the round's seed. A ratio is the median of the rounds' own. PyTorch
      is what a pilot run found to be the fastest of: %s. It has its data as plain bytes, and whole in memory as floats.
      A sweep is by TPE: Optuna's with its SQLite storage, or Bottleneck's with one worker; its ratio is that of trials an hour.
      The processor's seconds are those of all threads, of Java's compilers and collectors among them. "Reached" is the
      validation loss, the test error of denoising pretraining, or the best validation loss of a sweep.
      """;
  private static final String OURS =
      """
      Start-up is all before the data are read and after the report is written. Gather, step and loop are training: to have the
      batches, to train on them, and what is left. Measures are everything else of a job: networks, plans, measures, model files.
      """;

  private final JobPlan plan;
  private final BenchmarkData data;
  private final Optional<PyTorch> peer;
  private final PrintWriter out;

  /**
   * @param data 28×28 gray images that the jobs train on which are not on MNIST
   * @param peer to be timed in turn, if any
   */
  public JobBenchmark(JobPlan plan, BenchmarkData data, Optional<PyTorch> peer, PrintWriter out) {
    this.plan = plan;
    this.data = data;
    this.peer = peer;
    this.out = out;
  }

  /**
   * Times every job; after each round the page has all that was measured, so that a benchmark that
   * is stopped keeps its rounds.
   *
   * @param command what the user typed, for the page
   */
  public void run(Path page, String command) {
    // Before anything is timed: what cannot be written should not take an hour to say so.
    BenchmarksPage.open(page);
    Environment environment = new Environment(command);
    try (JobFolder folder = new JobFolder()) {
      OurJob ours = new OurJob(folder.path(), data);
      Optional<PeerJob> theirs =
          peer.map(
              torch ->
                  torch.job(
                      folder.path(),
                      folder.bytes(data.mnist().corpus()),
                      folder.bytes(data.corpus())));
      List<JobMeasurement> measurements = pilot(theirs);
      for (int round = 1; round <= plan.rounds(); round++) {
        for (JobMeasurement m : measurements) {
          measure(m, round, ours, theirs);
        }
        write(page, environment, theirs, measurements, round);
      }
      tables(measurements).forEach(table -> out.print("\n" + TextTable.render(table)));
    }
    out.printf("%nPage: %s%n", page.toAbsolutePath());
    out.flush();
  }

  private List<JobMeasurement> pilot(Optional<PeerJob> theirs) {
    Map<JobCase, Optional<String>> variants = new LinkedHashMap<>();
    for (JobCase what : plan.cases()) {
      variants.computeIfAbsent(what.pilot(), pilot -> theirs.map(job -> fastest(job, pilot)));
    }
    return plan.cases().stream()
        .map(what -> new JobMeasurement(what, variants.get(what.pilot())))
        .toList();
  }

  /** Runs both sides once; which is first changes from round to round. */
  private void measure(JobMeasurement m, int round, OurJob ours, Optional<PeerJob> theirs) {
    if (round % 2 == 0) {
      m.ours().add(ours.run(m.what(), plan.epochs(), plan.threads(), round));
    }
    theirs
        .map(job -> job.run(m.what(), plan.epochs(), plan.threads(), round, m.variant().get()))
        .ifPresent(times -> m.peer().add(times.orElseThrow()));
    if (round % 2 == 1) {
      m.ours().add(ours.run(m.what(), plan.epochs(), plan.threads(), round));
    }
    report(round, m);
  }

  private List<Table> tables(List<JobMeasurement> measurements) {
    return Stream.of(
            Optional.of(JobTables.jobs(measurements, plan.epochs())),
            JobTables.ours(measurements, plan.epochs()),
            JobTables.peer(measurements, plan.epochs()))
        .flatMap(Optional::stream)
        .toList();
  }

  private void write(
      Path page,
      Environment environment,
      Optional<PeerJob> theirs,
      List<JobMeasurement> measurements,
      int rounds) {
    BenchmarksPage renewed = BenchmarksPage.open(page);
    renewed.put(SECTION, text(environment, theirs, measurements, rounds));
    renewed.write();
  }

  private void report(int round, JobMeasurement m) {
    Interrupted.check();
    String seconds =
        Stream.of(m.peer(), m.ours())
            .filter(times -> !times.isEmpty())
            .map(times -> "%.1f s".formatted(times.get(times.size() - 1).seconds()))
            .collect(Collectors.joining(" and "));
    out.printf("round %d of %d, %s: %s%n", round, plan.rounds(), m.what(), seconds);
    out.flush();
  }

  /** Every variant that there is runs the job once. */
  private String fastest(PeerJob job, JobCase pilot) {
    Map<String, Double> seconds = new LinkedHashMap<>();
    for (String variant : PeerJob.VARIANTS) {
      job.run(pilot, plan.epochs(), plan.threads(), 1, variant)
          .ifPresent(times -> seconds.put(variant, times.seconds()));
    }
    out.printf("PyTorch's pilots, %s: %s%n", pilot, seconds);
    out.flush();
    return seconds.entrySet().stream().min(Map.Entry.comparingByValue()).orElseThrow().getKey();
  }

  private String text(
      Environment environment,
      Optional<PeerJob> theirs,
      List<JobMeasurement> measurements,
      int rounds) {
    List<Table> tables = tables(measurements);
    theirs.ifPresent(job -> environment.add("Peer: " + job.versions()));
    String variants =
        theirs.isEmpty()
            ? "none was asked for"
            : measurements.stream()
                .map(m -> m.what() + " " + m.variant().orElseThrow())
                .collect(Collectors.joining(", "));
    environment.add("The peer's variants: " + variants);
    return String.join(
        "\n",
        METHOD.formatted(
            plan.threads(),
            plan.threads() == 1 ? "" : "s",
            data.corpus().name(),
            rounds,
            rounds == 1 ? "" : "s",
            String.join(", ", PeerJob.VARIANTS)),
        environment.bullets(),
        MarkdownTable.render(tables.get(0)),
        tables.stream()
            .skip(1)
            .map(
                table ->
                    "### %s\n\n%s%s"
                        .formatted(
                            table.caption(),
                            table == tables.get(1) ? OURS + "\n" : "",
                            MarkdownTable.render(table)))
            .collect(Collectors.joining("\n")));
  }
}
