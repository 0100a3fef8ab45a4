package dev.bottleneck.study.reproduction;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Pages of reproductions for tests of other packages. */
public final class ReproductionPages {
  private ReproductionPages() {}

  /** Reads a page as a reproduction does before it runs, and gives what it would write. */
  public static String rewritten(Path file) throws IOException {
    ReproductionPage.open(file).write();
    ReproductionPage.wallTimes(file);
    return Files.readString(file) + Files.readString(ReproductionPage.record(file));
  }
}
