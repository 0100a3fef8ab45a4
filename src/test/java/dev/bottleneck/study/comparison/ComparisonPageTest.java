package dev.bottleneck.study.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.bottleneck.runtime.UserError;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A comparison's page: what it carries, and what is left where it cannot be. */
class ComparisonPageTest extends ComparedRuns {
  @Test
  void writesAPageThatEscapes() throws IOException {
    Path hostile = write(run(0.0, A).set("data='csv:/tmp/<script>alert(1)</script>.csv'"));
    Path other = write(run(0.0, B).set("data='csv:/tmp/b\u202e.csv'"));
    Files.createDirectories(hostile.resolve("figures"));
    Files.createDirectories(other.resolve("figures"));
    Files.writeString(hostile.resolve("figures/filters-denoising.png"), "no picture");
    Files.writeString(other.resolve("figures/filters-denoising.png"), "nor this");
    RunsCompared compared = RunsCompared.of(List.of(hostile, other), Optional.empty());
    Path page = compared.write(folder.resolve("page"));
    assertThat(page).content().contains("Filters", "could not be drawn", "&lt;script&gt;");
    assertThat(page).content().doesNotContain("<script>alert");
    assertThat(compared.text()).contains("\\u202e").doesNotContain("\u202e");
  }

  /** What would be waited for without end is no picture. */
  @Test
  void aPipeIsNoPicture() throws IOException, InterruptedException {
    List<Path> runs = folders(run(0.0, A), run(0.0, B));
    for (Path run : runs) {
      Path pipe = Files.createDirectories(run.resolve("figures")).resolve("filters-denoising.png");
      try {
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
      } catch (IOException e) {
        assumeTrue(false, "there is no mkfifo");
      }
    }
    RunsCompared compared = RunsCompared.of(runs, Optional.empty());
    Path page =
        assertTimeoutPreemptively(
            Duration.ofMinutes(1), () -> compared.write(folder.resolve("page")));
    assertThat(page).content().contains("Filters", "it is no file");
  }

  @Test
  void picturesThatNoPageCanCarryAreLeftOut() throws IOException {
    List<Path> runs = folders(run(0.0, A), run(0.0, B));
    for (Path run : runs) {
      for (String name : List.of("filters", "codes", "more")) {
        Path file =
            Files.createDirectories(run.resolve("figures")).resolve(name + "-denoising.png");
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
          sparse.setLength(20L << 20);
        }
      }
    }
    Path page = RunsCompared.of(runs, Optional.empty()).write(folder.resolve("page"));
    assertThat(page).content().contains("Pictures of 2 further kinds are left out");
  }

  @Test
  void leavesNothingWhereItCannotWrite() throws IOException {
    RunsCompared compared = compare(run(0.0, A), run(0.5, B));
    Path file = Files.writeString(folder.resolve("a-file"), "mine");
    assertThatThrownBy(() -> compared.write(file))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("a-file is a file; give a folder with --out DIR");
    assertThat(file).hasContent("mine");
  }

  @Test
  void leavesNoFolderWithoutItsPage() throws IOException {
    List<Path> runs = folders(run(0.0, A), run(0.5, B));
    RunsCompared compared = RunsCompared.of(runs, Optional.empty());
    for (Path run : runs) {
      Path figures = Files.createDirectories(run.resolve("figures"));
      Files.createSymbolicLink(figures.resolve("filters-denoising.png"), figures.resolve("none"));
    }
    Path comparisons = Files.createDirectories(folder.resolve("comparisons"));
    assertThatThrownBy(() -> compared.writeBelow(comparisons)).isInstanceOf(UserError.class);
    assertThat(comparisons).isEmptyDirectory();
  }
}
