package dev.bottleneck.study;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bottleneck.Asked;
import dev.bottleneck.data.Splits;
import dev.bottleneck.evaluation.Metric;
import dev.bottleneck.study.experiment.Experiment;
import dev.bottleneck.study.experiment.Job;
import dev.bottleneck.study.figures.StudyFigures;
import dev.bottleneck.study.result.Arm;
import dev.bottleneck.study.result.JobResult;
import dev.bottleneck.study.result.StudyResult;
import dev.bottleneck.study.yaml.ConfigurationFile;
import dev.bottleneck.testing.ToyImages;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Seeds are added until it is settled: at the same look, however many networks run at once. */
class UntilDecidedTest {
  /** Of losses that no training takes: the second arm's is lower on some of the seeds. */
  public static final class Drawn implements Experiment<Drawn.Hyperparameters> {
    /**
     * @param lower on which share of the seeds
     */
    public record Hyperparameters(double lower) {}

    @Override
    public String title() {
      return "Drawn losses";
    }

    @Override
    public Class<Hyperparameters> hyperparameters() {
      return Hyperparameters.class;
    }

    @Override
    public List<Arm> arms(Hyperparameters h) {
      return List.of(new Arm("one", "one"), new Arm("other", "other"));
    }

    @Override
    public Metric headline() {
      return Metric.loss("loss", "loss", "", 4);
    }

    @Override
    public void check(Hyperparameters h, Splits data) {}

    @Override
    public JobResult run(Job job, Hyperparameters h) {
      Random random = new Random(job.seed());
      double level = random.nextDouble();
      double difference = (0.5 + random.nextDouble()) * (random.nextDouble() < h.lower() ? -1 : 1);
      double loss = job.arm().key().equals("one") ? level : level + difference;
      return new JobResult(Map.of("loss", loss), Map.of(), Optional.empty());
    }

    @Override
    public long steps(Job job, Hyperparameters h) {
      return 1;
    }

    @Override
    public void draw(StudyFigures figures, Hyperparameters h) {}
  }

  @TempDir Path folder;

  private StudyResult run(double lower, String parallel) throws IOException {
    Drawn experiment = new Drawn();
    ConfigurationFile file =
        ConfigurationFile.of(experiment, new Drawn.Hyperparameters(lower))
            .set("data='" + ToyImages.write(folder.resolve("toy"), 60, 20) + "'")
            .set("validation=last:20")
            .set("untilDecided=true")
            .set("seeds=40");
    RunOptions options = Asked.run("--out", folder.toString(), "--parallel", parallel);
    return new Study<>(experiment, file.read(experiment), options)
        .run(new PrintWriter(new StringWriter()));
  }

  private static long[] seeds(StudyResult result) {
    return result.seeds(result.arms().get(0)).stream().mapToLong(Long::longValue).toArray();
  }

  private String report() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return Files.readString(
          files.filter(file -> file.endsWith("report.html")).findFirst().orElseThrow());
    }
  }

  @Test
  void endsAtTheLookThatSettlesIt() throws IOException {
    long[] one = seeds(run(0.9, "1"));
    assertThat(one).hasSizeBetween(15, 35).matches(all -> all.length % 5 == 0);
    assertThat(one).isEqualTo(LongStream.range(one[0], one[0] + one.length).toArray());
    assertThat(report())
        .contains("Settled after " + one.length + " seeds")
        .contains("40 at the most");
    assertThat(seeds(run(0.9, "3"))).isEqualTo(one);
  }

  @Test
  void goesOnToTheLastSeedWhereNothingDoes() throws IOException {
    assertThat(seeds(run(0.5, "2"))).hasSize(40);
    assertThat(report()).contains("ot settled after 40 seeds");
  }
}
