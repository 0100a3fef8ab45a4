package dev.bottleneck.sweep;

import dev.bottleneck.Asked;
import dev.bottleneck.sweep.definition.SweepDefinition;
import dev.bottleneck.sweep.definition.SweepFile;
import dev.bottleneck.sweep.search.Search;
import dev.bottleneck.sweep.store.TrialQueue;
import dev.bottleneck.sweep.store.TrialStore;
import dev.bottleneck.sweep.work.SearchPlanner;
import dev.bottleneck.testing.ToyImages;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A sweep that takes milliseconds a trial. */
public final class ToySweep {
  private ToySweep() {}

  /** The YAML of a sweep called toy over the data in {@code folder}. */
  public static String yaml(Path folder, String... more) throws IOException {
    String data = ToyImages.write(folder.resolve("toy"), 100, 40);
    List<String> lines =
        new ArrayList<>(
            List.of(
                "name: toy",
                "experiment: sparse-kl",
                "set:",
                "  data: '" + data + "'",
                "  validation: last:40",
                "  inputs: " + ToyImages.PIXELS,
                "  hidden: 6",
                "  epochs: 3",
                "  batchSize: 20",
                "space:",
                "  code: {integer: [2, 12]}",
                "  learningRate: {log-uniform: [0.0001, 0.1]}",
                "objective: {metric: crossEntropy, goal: min}",
                "budget: {trials: 6}"));
    lines.addAll(List.of(more));
    return String.join("\n", lines) + "\n";
  }

  public static Path write(Path folder, String... more) throws IOException {
    Files.createDirectories(folder);
    return Files.writeString(folder.resolve("toy.yaml"), yaml(folder, more));
  }

  /** Runs the sweep in {@code file}; its folder is {@code out/toy}. */
  static void run(Path file, Path out, String... arguments) {
    List<String> all = new ArrayList<>(List.of("--out", out.toString()));
    all.addAll(List.of(arguments));
    SweepOptions options = Asked.sweep(all.toArray(String[]::new));
    new SweepRun(file.toString(), options, new PrintWriter(new StringWriter())).run();
  }

  /** The queue of a sweep whose search has so many trials. */
  public static TrialQueue queue(TrialStore store, SweepDefinition sweep, int trials) {
    return new TrialQueue(
        store, new SearchPlanner(sweep, Search.of(sweep), number -> number < trials));
  }

  /** Two continuous dimensions, or what {@code space} says. */
  public static SweepDefinition parse(Path folder, String... more) throws IOException {
    return SweepFile.parse("toy.yaml", yaml(folder, more), List.of());
  }
}
