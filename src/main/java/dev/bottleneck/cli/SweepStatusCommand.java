package dev.bottleneck.cli;

import dev.bottleneck.jobs.StorePlace;
import dev.bottleneck.sweep.SweepOverview;
import dev.bottleneck.sweep.store.TrialStore;
import java.io.PrintWriter;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bottleneck sweep status}: how far a sweep is, whoever works on it. */
@Command(
    name = "status",
    description = "Show how far a sweep is, its best setting and who works on it.",
    mixinStandardHelpOptions = true)
final class SweepStatusCommand implements Runnable {
  @Parameters(
      paramLabel = "<dir | sweep>",
      description = "The sweep's folder; with --store its name.")
  private String sweep;

  @Mixin private StoreOption store;

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    PrintWriter out = spec.commandLine().getOut();
    out.print(
        SweepOverview.of(
            store
                .url()
                .map(url -> StorePlace.database(url, sweep))
                .orElseGet(() -> TrialStore.in(Path.of(sweep)))));
    out.flush();
  }
}
