package dev.bottleneck.study.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bottleneck.experiment.FewLabelsExperiment;
import dev.bottleneck.study.result.StudyResult;
import dev.bottleneck.testing.ToyStudies;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
        ToyStudies.on(folder, "few-labels", 300, 80)
            .set("validation=none")
            .set("labelCounts=[20, 40, 60]")
            .set("epochs=2")
            .set("pretrainingEpochs=2")
            .set("seeds=2");
    StudyResult result =
        ToyStudies.run(new FewLabelsExperiment(), file, out, "--parallel", parallel);
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
