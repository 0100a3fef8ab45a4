package dev.bottleneck.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bottleneck.runtime.UserError;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {
  @TempDir Path root;

  @Test
  void isNamedByUtcTimeAndAnId() {
    Clock clock = Clock.fixed(Instant.parse("2026-01-12T23:30:05Z"), ZoneId.of("Asia/Tokyo"));
    RunFolder run = RunFolder.create(root.resolve("out"), "denoising", clock, new Random(1));
    assertThat(run.path().getParent()).isEqualTo(root.resolve("out/denoising"));
    assertThat(run.id()).matches("20260112-233005-[0-9a-f]{6}");
    assertThat(run.path()).isEmptyDirectory();
  }

  @Test
  void twoRunsWithOneIdDoNotMeet() {
    Clock clock = Clock.fixed(Instant.EPOCH, ZoneId.of("UTC"));
    RunFolder first = RunFolder.create(root, "x", clock, new Random(1));
    RunFolder second = RunFolder.create(root, "x", clock, new Random(1));
    assertThat(second.path()).isNotEqualTo(first.path());
  }

  @Test
  void writesFilesWhole() throws Exception {
    RunFolder run = RunFolder.create(root, "x");
    run.write("config.yaml", "seeds: 3\n");
    run.write("config.yaml", "seeds: 5\n");
    run.write("models/layer-1.bin", out -> out.write(new byte[] {1, 2}));
    assertThat(run.file("config.yaml")).hasContent("seeds: 5\n");
    assertThat(run.file("models/layer-1.bin")).hasBinaryContent(new byte[] {1, 2});
    try (Stream<Path> files = Files.list(run.path())) {
      assertThat(files.map(p -> p.getFileName().toString()))
          .containsExactlyInAnyOrder("config.yaml", "models");
    }
  }

  @Test
  void aFileWriteThatFailsLeavesTheOldOne() throws Exception {
    RunFolder run = RunFolder.create(root, "x");
    run.write("a", "old");
    assertThatThrownBy(
            () ->
                run.write(
                    "a",
                    out -> {
                      out.write(1);
                      throw new java.io.IOException("disk full");
                    }))
        .hasMessage("disk full");
    assertThat(run.file("a")).hasContent("old");
  }

  @Test
  void aFileInTheWayIsNamed() throws Exception {
    Path file = Files.writeString(root.resolve("notes.txt"), "mine");
    assertThatThrownBy(() -> RunFolder.create(file.resolve("deeper"), "x"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining(file + " is a file")
        .hasMessageContaining("--out DIR");
    assertThat(file).hasContent("mine");
  }

  @Test
  void failureLeavesNoFolderBehind() throws Exception {
    // The kernel takes no folder name longer than 255 bytes, so that the last level fails.
    assertThatThrownBy(() -> RunFolder.create(root.resolve("new/deeper"), "x".repeat(300)))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("--out DIR");
    assertThat(root).isEmptyDirectory();
  }

  @Test
  void namesCannotLeadOut() {
    assertThatThrownBy(() -> RunFolder.create(root, "../x")).isInstanceOf(UserError.class);
    RunFolder run = RunFolder.create(root, "x");
    assertThatThrownBy(() -> run.file("../y")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void figuresGoToTheirFolder() throws Exception {
    RunFolder run = RunFolder.create(root, "x");
    Figure dot = Figure.draw("dot", "", "", () -> new Canvas(4, 4).drawing());
    Figure none =
        Figure.draw(
            "none",
            "",
            "",
            () -> {
              throw new IllegalStateException("no fonts");
            });
    run.figures(List.of(dot, none));
    assertThat(run.file("figures/dot.png")).isNotEmptyFile();
    assertThat(run.file("figures/dot.svg")).content().startsWith("<svg ").endsWith("</svg>\n");
    assertThat(run.file("figures/none.png")).doesNotExist();
    assertThat(run.file("figures/none.svg")).doesNotExist();
  }
}
