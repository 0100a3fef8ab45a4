package dev.bottleneck.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** {@code reproduce}: two experiments and their rows of the page. */
record ReproduceSubject() implements Subject {
  /** In the page's rows: wall time and the number of the run. */
  private static final int LAST_CELLS = 2;

  @Override
  public String name() {
    return "reproduce";
  }

  @Override
  public Launch begin(Path room) {
    return Launch.of(
        List.of(
            "reproduce",
            "fourier",
            "denoising-gaussian",
            "--quick",
            "--replace-data=fashion-mnist=mnist",
            "--parallel=2",
            "--page=" + room.resolve("page.md"),
            "--out=" + room.resolve("runs")));
  }

  @Override
  public Launch goOn(Path room) throws IOException {
    return hasBegun(room) ? begin(room).and("--resume") : begin(room);
  }

  /** Killed before, it has nothing to go on with, and says so. */
  @Override
  public boolean hasBegun(Path room) throws IOException {
    Path runs = room.resolve("runs");
    if (!Files.isDirectory(runs)) {
      return false;
    }
    try (Stream<Path> all = Files.list(runs)) {
      return all.anyMatch(file -> file.getFileName().toString().matches("reproduction-.*\\.json"));
    }
  }

  @Override
  public Map<String, String> results(Path room) throws IOException {
    Map<String, String> rows = new LinkedHashMap<>();
    for (String line : Files.readAllLines(room.resolve("page.md"))) {
      String[] cells = line.split("\\|");
      if (cells.length > LAST_CELLS + 2 && !line.startsWith("|---")) {
        rows.put(
            cells[1] + cells[2], String.join("|", Arrays.copyOf(cells, cells.length - LAST_CELLS)));
      }
    }
    return rows;
  }

  /** Each row stays from the moment that it is there. */
  @Override
  public Map<String, String> ended(Path room) {
    return Map.of();
  }
}
