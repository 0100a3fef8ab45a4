package dev.bottleneck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A quick run of one seed, by the command line. */
final class QuickRun {
  private QuickRun() {}

  /** Trains on toy images; {@code folder} is for the run, whose own is returned. */
  static Path train(Path folder, String data, String experiment, String... settings)
      throws IOException {
    List<String> arguments =
        new ArrayList<>(List.of("run", experiment, "--quick", "--seeds", "1", "--parallel", "1"));
    arguments.addAll(List.of("--out", folder.resolve("runs").toString()));
    arguments.addAll(List.of("--set", "data='" + data + "'", "--set", "inputs=64"));
    for (String setting : settings) {
      arguments.addAll(List.of("--set", setting));
    }
    assertThat(Main.commandLine().execute(arguments.toArray(String[]::new))).isZero();
    try (var runs = Files.list(folder.resolve("runs").resolve(experiment))) {
      return runs.findFirst().orElseThrow();
    }
  }
}
