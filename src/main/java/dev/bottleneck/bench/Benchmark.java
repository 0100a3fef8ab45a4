package dev.bottleneck.bench;

import dev.bottleneck.report.BenchmarksPage;
import dev.bottleneck.report.Table;
import dev.bottleneck.report.TextTable;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Times the training steps of a {@link BenchmarkPlan}, and renews their section of the page. */
public final class Benchmark {
  private static final String SECTION = "Training step";

  private final BenchmarkPlan plan;
  private final BenchmarkImages images;
  private final Optional<PyTorch> peer;
  private final PrintWriter out;

  /**
   * @param peer to be timed in the same rounds, if any
   * @param out for progress and the tables
   * @throws dev.bottleneck.runtime.UserError if a batch is larger than all images
   */
  public Benchmark(
      BenchmarkPlan plan, BenchmarkImages images, Optional<PyTorch> peer, PrintWriter out) {
    plan.batches().forEach(images::requireBatch);
    this.plan = plan;
    this.images = images;
    this.peer = peer;
    this.out = out;
  }

  /**
   * Times every case, and writes the page when all are done.
   *
   * @param command what the user typed, for the page
   */
  public void run(Path page, String command) {
    // Before anything is timed: what cannot be written should not take minutes to say so.
    BenchmarksPage.open(page);
    Environment environment = new Environment(command);
    List<Measurement> measurements = measure(environment);
    List<Table> tables =
        Stream.of(
                Optional.of(BenchmarkTables.steps(measurements)),
                Optional.of(BenchmarkTables.machine(measurements)),
                BenchmarkTables.rounded(measurements))
            .flatMap(Optional::stream)
            .toList();
    tables.forEach(table -> out.print("\n" + TextTable.render(table)));
    BenchmarksPage.renew(
        page, SECTION, BenchmarkSection.text(plan, images, environment, tables), out);
  }

  private List<Measurement> measure(Environment environment) {
    List<Measurement> measurements = new ArrayList<>();
    List<BenchmarkCase> cases = plan.cases();
    InterleavedTiming timing = new InterleavedTiming(plan.rounds(), plan.slice());
    Optional<PyTorchSession> session = peer.map(torch -> torch.open(images));
    try {
      for (BenchmarkCase what : cases) {
        out.printf("%s (%d of %d)%n", what, measurements.size() + 1, cases.size());
        out.flush();
        try (Contenders contenders = new Contenders(what, images, session)) {
          contenders.peerEnvironment().ifPresent(environment::addPeer);
          measurements.add(contenders.measure(timing));
        }
      }
    } finally {
      session.ifPresent(PyTorchSession::close);
    }
    return measurements;
  }
}
