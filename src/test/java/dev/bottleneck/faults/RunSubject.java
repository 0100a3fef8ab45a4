package dev.bottleneck.faults;

import dev.bottleneck.data.Sha256;
import dev.bottleneck.testing.ToyImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** {@code run}: three arms of which two share their pretraining, in several phases. */
record RunSubject(Workshop shop, String engine) implements Subject {
  private static final String EXPERIMENT = "denoising-pretraining";

  @Override
  public String name() {
    return "run";
  }

  @Override
  public Launch begin(Path room) {
    return Launch.of(
        List.of(
            "run",
            EXPERIMENT,
            "--out=" + room.resolve("runs"),
            "--engine=" + engine,
            "--set=data='" + shop.data() + "'",
            "--set=inputs=" + ToyImages.PIXELS,
            "--set=classes=" + ToyImages.CLASSES,
            "--set=batchSize=10",
            "--set=pretrainingEpochs=2",
            "--set=fineTuningEpochs=3",
            "--seeds=2",
            "--parallel=2",
            "--checkpoint-every=0.001"));
  }

  @Override
  public boolean hasBegun(Path room) throws IOException {
    return folder(room).isPresent();
  }

  @Override
  public Launch goOn(Path room) throws IOException {
    return folder(room)
        .map(run -> Launch.of(List.of("run", "--resume=" + run, "--checkpoint-every=0.001")))
        // What was the death of several processes has failed, lest it be begun for ever.
        .map(resume -> resume.and("--retry-failed"))
        .orElseGet(() -> begin(room));
  }

  /** The folder of a run that had begun. */
  static Optional<Path> folder(Path room) throws IOException {
    return Wreckage.files(room.resolve("runs")).stream()
        .filter(file -> file.endsWith("manifest.json"))
        .map(Path::getParent)
        .findFirst();
  }

  @Override
  public Map<String, String> results(Path room) throws IOException {
    Map<String, String> results = new TreeMap<>();
    Path run = folder(room).orElseThrow(() -> new IOException("no run has begun in " + room));
    for (Path file : Wreckage.files(run)) {
      String name = run.relativize(file).toString();
      if (name.endsWith(".zip") || name.equals("metrics.csv") || name.equals("summary.json")) {
        results.put(name, Sha256.of(Files.readAllBytes(file)));
      } else if (name.startsWith("figures/") || name.equals("report.html")) {
        results.put(name, "there"); // the report tells wall times
      }
    }
    boolean complete = Files.readString(run.resolve("manifest.json")).contains("\"complete\"");
    results.put("state", complete ? "complete" : "another");
    return results;
  }

  /** The seconds of each job, to the last digit: done again it would take others. */
  @Override
  public Map<String, String> ended(Path room) throws IOException {
    Map<String, String> seconds = new LinkedHashMap<>();
    Optional<Path> timings = folder(room).map(run -> run.resolve("timings.csv"));
    if (timings.isPresent() && Files.exists(timings.get())) {
      for (String line : Files.readAllLines(timings.get())) {
        String[] cells = line.split(",");
        if (cells.length > 4 && cells[2].equals("job") && cells[3].equals("seconds")) {
          seconds.put(cells[0] + " " + cells[1], cells[4]);
        }
      }
    }
    return seconds;
  }
}
