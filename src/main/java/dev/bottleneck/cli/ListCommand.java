package dev.bottleneck.cli;

import dev.bottleneck.ReproductionBuilder;
import dev.bottleneck.data.Datasets;
import dev.bottleneck.runtime.Printable;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.study.reproduction.ReproductionPage;
import dev.bottleneck.study.yaml.ConfigurationFile;
import dev.bottleneck.study.yaml.ShippedConfigurations;
import dev.bottleneck.sweep.definition.ShippedSweeps;
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
    ShippedConfigurations.all()
        .forEach((name, text) -> experiments.put(name, title(name, text) + took(times.get(name))));
    print(out, "Experiments", experiments);
    if (!times.isEmpty()) {
      out.println(
          "  (in brackets: how long it took, all arms and seeds, by "
              + ReproductionBuilder.PAGE
              + ")");
    }
    out.println();
    print(out, "Sweeps", ShippedSweeps.descriptions());
    out.println();
    print(out, "Data sets", Datasets.names());
    out.println();
    print(out, "Your own data", Datasets.forms());
    out.flush();
  }

  private static String took(String time) {
    return time == null ? "" : " (%s)".formatted(time);
  }

  /** One file that is wrong hides no other. */
  static String title(String name, String text) {
    try {
      return ConfigurationFile.parse(name, text).experiment().title();
    } catch (UserError e) {
      return "cannot be read: " + e.getMessage();
    }
  }

  private static void print(PrintWriter out, String heading, Map<String, String> rows) {
    int width = rows.keySet().stream().mapToInt(String::length).max().orElse(0);
    out.println(heading);
    rows.forEach(
        (name, text) ->
            out.printf(Locale.ROOT, "  %-" + width + "s  %s%n", name, Printable.line(text)));
  }
}
