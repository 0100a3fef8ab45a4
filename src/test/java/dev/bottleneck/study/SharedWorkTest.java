package dev.bottleneck.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bottleneck.experiment.FewLabelsExperiment;
import dev.bottleneck.testing.ToyImages;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class SharedWorkTest {
  @TempDir Path folder;

  @Test
  void isDoneOnceForASeedAndAUse() {
    SharedWork work = new SharedWork();
    AtomicInteger done = new AtomicInteger();
    assertThat(work.once(1, "a", done::incrementAndGet)).isEqualTo(1);
    assertThat(work.once(1, "a", done::incrementAndGet)).isEqualTo(1);
    assertThat(work.once(1, "b", done::incrementAndGet)).isEqualTo(2);
    assertThat(work.once(2, "a", done::incrementAndGet)).isEqualTo(3);
    work.forget(1);
    assertThat(work.once(2, "a", done::incrementAndGet)).isEqualTo(3);
    assertThat(work.once(1, "a", done::incrementAndGet)).isEqualTo(4);
  }

  @Test
  void whatItThrowsIsThrownToAll() {
    SharedWork work = new SharedWork();
    AtomicInteger done = new AtomicInteger();
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(
              () ->
                  work.once(
                      1,
                      "a",
                      () -> {
                        throw new IllegalStateException("broke " + done.incrementAndGet());
                      }))
          .hasMessage("broke 1");
    }
  }

  private Path run(String parallel) throws IOException {
    Path out = folder.resolve("out" + parallel);
    var file =
        ShippedConfigurations.open("few-labels")
            .set("data='" + ToyImages.write(folder.resolve("toy"), 300, 80) + "'")
            .set("validation=none")
            .set("inputs=" + ToyImages.PIXELS)
            .set("classes=" + ToyImages.CLASSES)
            .set("labelCounts=[20, 40, 60]")
            .set("epochs=2")
            .set("pretrainingEpochs=2")
            .set("seeds=2")
            .set("firstSeed=1");
    RunOptions options = new RunOptions();
    new CommandLine(options).parseArgs("--out", out.toString(), "--parallel", parallel);
    FewLabelsExperiment experiment = new FewLabelsExperiment();
    StudyResult result =
        new Study<>(experiment, file.read(experiment), options)
            .run(new PrintWriter(new StringWriter()));
    assertThat(result.failures()).isEmpty();
    try (Stream<Path> files = Files.walk(out)) {
      return files.filter(f -> f.endsWith("metrics.csv")).findFirst().orElseThrow();
    }
  }

  /** The pretraining is recorded with the first number of labels, whichever job did it. */
  @Test
  void theRecordDoesNotTellWhoDidIt() throws IOException {
    Path one = run("1");
    assertThat(run("3")).hasSameTextualContentAs(one);
    assertThat(Files.readString(one))
        .contains("pretrained-20,1,pretraining,")
        .doesNotContain("pretrained-40,1,pretraining,");
  }
}
