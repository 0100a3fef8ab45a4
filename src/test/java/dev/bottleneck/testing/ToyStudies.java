package dev.bottleneck.testing;

import dev.bottleneck.Asked;
import dev.bottleneck.study.RunOptions;
import dev.bottleneck.study.Study;
import dev.bottleneck.study.experiment.Experiment;
import dev.bottleneck.study.result.StudyResult;
import dev.bottleneck.study.yaml.ConfigurationFile;
import dev.bottleneck.study.yaml.ShippedConfigurations;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Whole studies on {@link ToyImages}, small enough for a test. */
public final class ToyStudies {
  private ToyStudies() {}

  /** The shipped experiment of that name on so many toy images; other keys are as shipped. */
  public static ConfigurationFile on(Path folder, String experiment, int training, int test)
      throws IOException {
    return ShippedConfigurations.open(experiment)
        .set("data='" + ToyImages.write(folder.resolve("toy"), training, test) + "'")
        .set("inputs=" + ToyImages.PIXELS)
        .set("classes=" + ToyImages.CLASSES)
        .set("firstSeed=1");
  }

  /** What the command line would run; what it prints is thrown away. */
  public static <H extends Record> StudyResult run(
      Experiment<H> experiment, ConfigurationFile file, Path out, String... options) {
    RunOptions parsed =
        Asked.run(
            Stream.concat(Stream.of("--out", out.toString()), Stream.of(options))
                .toArray(String[]::new));
    return new Study<>(experiment, file.read(experiment), parsed)
        .run(new PrintWriter(new StringWriter()));
  }
}
