package dev.bottleneck.study.comparison;

import dev.bottleneck.testing.SavedRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;

/** Runs that nobody trained, to be compared. */
abstract class ComparedRuns {
  static final double[] A = {0.30, 0.31, 0.29, 0.33, 0.28, 0.35, 0.30};
  static final double[] B = {0.20, 0.22, 0.21, 0.25, 0.19, 0.24, 0.23};
  static final double[] C = {0.29, 0.32, 0.28, 0.34, 0.27, 0.36, 0.29};

  @TempDir Path folder;
  private int written;

  /** The loss is the cross-entropy: no network has a loss of its own then. */
  static SavedRun run(double corruption, double... values) {
    return SavedRun.of("denoising-dropout")
        .set("data=mnist", "corruption=" + corruption, "seeds=7")
        .values("loss", values)
        .values("crossEntropy", values)
        .values("squaredError", values);
  }

  Path write(SavedRun run) throws IOException {
    return run.id("20260101-000000-00000" + written++).write(folder);
  }

  RunsCompared compare(SavedRun... runs) throws IOException {
    return RunsCompared.of(folders(runs), Optional.empty());
  }

  List<Path> folders(SavedRun... runs) throws IOException {
    List<Path> folders = new ArrayList<>();
    for (SavedRun run : runs) {
      folders.add(write(run));
    }
    return folders;
  }
}
