package dev.bottleneck.cli;

import dev.bottleneck.sweep.SweepOptions;
import dev.bottleneck.sweep.SweepReplay;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bottleneck sweep replay}: whether a sweep's proposals are what its results made them. */
@Command(
    name = "replay",
    description =
        "Compute each proposal of a sweep anew from the results that it had seen, and compare; the"
            + " store is left as it is.",
    mixinStandardHelpOptions = true)
final class SweepReplayCommand implements Runnable {
  @Parameters(paramLabel = "<sweep | file.yaml>", description = "The sweep, by name or path.")
  private String sweep;

  @Option(
      names = "--set",
      paramLabel = "key=value",
      description = "As the sweep was begun; may be repeated.")
  private List<String> assignments = new ArrayList<>();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where the sweep's folder lies (default: results/sweeps).")
  private Path out;

  @Mixin private StoreOption store;

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    SweepOptions options = SweepOptions.defaults().withAssignments(assignments);
    if (out != null) {
      options = options.withOut(out);
    }
    if (store.url().isPresent()) {
      options = options.withStore(store.url().get());
    }
    new SweepReplay(sweep, options, spec.commandLine().getOut()).run();
  }
}
