package dev.bottleneck.cli;

import dev.bottleneck.Bottleneck;
import dev.bottleneck.ReproductionBuilder;
import dev.bottleneck.data.Datasets;
import dev.bottleneck.runtime.Printable;
import dev.bottleneck.study.reproduction.ReproductionPage;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code bottleneck list}: what can be run and searched, and on what. */
@Command(
    name = "list",
    description = "Show the experiments, the sweeps and the data sets.",
    mixinStandardHelpOptions = true)
final class ListCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    PrintWriter out = spec.commandLine().getOut();
    Map<String, String> experiments = new LinkedHashMap<>();
    Map<String, String> times = ReproductionPage.wallTimes(ReproductionBuilder.PAGE);
    Bottleneck.experiments()
        .forEach((name, title) -> experiments.put(name, title + took(times.get(name))));
    print(out, "Experiments", experiments);
    if (!times.isEmpty()) {
      out.println(
          "  (in brackets: how long it took, all arms and seeds, by "
              + ReproductionBuilder.PAGE
              + ")");
    }
    out.println();
    print(out, "Sweeps", Bottleneck.sweeps());
    out.println();
    print(out, "Data sets", Datasets.names());
    out.println();
    print(out, "Your own data", Datasets.forms());
    out.flush();
  }

  private static String took(String time) {
    return time == null ? "" : " (%s)".formatted(time);
  }

  private static void print(PrintWriter out, String heading, Map<String, String> rows) {
    int width = rows.keySet().stream().mapToInt(String::length).max().orElse(0);
    out.println(heading);
    rows.forEach(
        (name, text) ->
            out.printf(Locale.ROOT, "  %-" + width + "s  %s%n", name, Printable.line(text)));
  }
}
