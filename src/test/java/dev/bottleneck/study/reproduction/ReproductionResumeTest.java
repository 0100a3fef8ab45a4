package dev.bottleneck.study.reproduction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bottleneck.Asked;
import dev.bottleneck.runtime.Interrupted;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.testing.ToyImages;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A reproduction that was stopped goes on where it was. */
class ReproductionResumeTest {
  private static final List<String> NAMES = List.of("undercomplete", "stacked");

  @TempDir Path folder;
  private String data;
  private final StringWriter printed = new StringWriter();

  @BeforeEach
  void write() throws IOException {
    data = ToyImages.write(folder.resolve("toy"), 160, 20);
  }

  private void reproduce(String where, boolean resume, Writer out, String... more) {
    Asked.Study asked =
        Asked.study(
            Stream.concat(
                    Stream.of(
                        "--out=" + folder.resolve(where),
                        "--set=data='" + data + "'",
                        "--set=validation=last:40",
                        "--set=inputs=" + ToyImages.PIXELS,
                        "--set=epochs=1",
                        "--seeds=3",
                        "--parallel=1"),
                    Stream.of(more))
                .toArray(String[]::new));
    new Reproduction(asked.settings(), asked.options(), new PrintWriter(out, true))
        .run(NAMES, folder.resolve(where + ".md"), "the command", resume);
  }

  private List<String> rows(String where) throws IOException {
    try (Stream<String> lines = Files.lines(folder.resolve(where + ".md"))) {
      return lines
          .filter(line -> line.startsWith("| "))
          .map(line -> line.replaceAll("\\d+ s \\|", "s |"))
          .toList();
    }
  }

  /** Stops the thread that prints once the second experiment has a job that ended. */
  private static final class Stopping extends StringWriter {
    @Override
    public void write(String text, int from, int length) {
      super.write(text, from, length);
      if (getBuffer().indexOf("[1/3]") < getBuffer().lastIndexOf("[1/3]")) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private List<Path> runs(String where, String experiment) throws IOException {
    try (Stream<Path> all = Files.list(folder.resolve(where).resolve(experiment))) {
      return all.toList();
    }
  }

  @Test
  void endsWithThePageOfOneThatWasNotStopped() throws IOException {
    reproduce("whole", false, printed);
    assertThatThrownBy(() -> reproduce("stopped", false, new Stopping()))
        .isInstanceOf(Interrupted.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(rows("stopped")).hasSizeLessThan(rows("whole").size());

    assertThatThrownBy(() -> reproduce("stopped", true, printed, "--set=batchSize=16"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("begin without --resume");
    StringWriter resumed = new StringWriter();
    reproduce("stopped", true, resumed);
    assertThat(rows("stopped")).isEqualTo(rows("whole"));
    assertThat(resumed.toString())
        .contains("== undercomplete (1 of 2)", "Its rows are on the page.");
    assertThat(resumed.toString()).doesNotContain("[1/3] undercomplete");
    for (String experiment : NAMES) {
      assertThat(runs("stopped", experiment)).hasSize(1);
    }
    assertThat(folder.resolve("stopped")).isDirectoryNotContaining("glob:**reproduction-*.json");
    assertThatThrownBy(() -> reproduce("stopped", true, printed)).isInstanceOf(UserError.class);
  }
}
