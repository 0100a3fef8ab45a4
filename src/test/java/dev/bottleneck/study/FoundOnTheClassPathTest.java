package dev.bottleneck.study;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bottleneck.study.experiment.Experiment;
import dev.bottleneck.study.result.Arm;
import dev.bottleneck.study.result.StudyResult;
import dev.bottleneck.study.yaml.ConfigurationFile;
import dev.bottleneck.study.yaml.ShippedConfigurations;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/**
 * A further variant is one class and one YAML on the class path; no list names it. The variant is
 * CONTRIBUTING.md's worked example, which therefore compiles and runs.
 */
class FoundOnTheClassPathTest {
  @TempDir Path folder;

  private static String example(String language) throws IOException {
    Matcher block =
        Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(Path.of("CONTRIBUTING.md")));
    assertThat(block.find()).as("CONTRIBUTING.md has an example in %s", language).isTrue();
    return block.group(1);
  }

  private void compile() throws IOException {
    Path source = folder.resolve("LinearExperiment.java");
    Files.writeString(source, example("java"));
    int compiled =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-proc:none",
                "-cp",
                System.getProperty("java.class.path"),
                "-d",
                folder.toString(),
                source.toString());
    assertThat(compiled).isZero();
  }

  private <H extends Record> StudyResult quickRun(
      Experiment<H> experiment, ConfigurationFile file) {
    RunOptions options = new RunOptions();
    new CommandLine(options).parseArgs("--out", folder.resolve("runs").toString());
    return new Study<>(experiment, file.read(experiment), options)
        .run(new PrintWriter(new StringWriter()));
  }

  @Test
  void aClassAndAYamlAreEnough() throws IOException {
    compile();
    Files.createDirectories(folder.resolve("experiments"));
    Files.writeString(folder.resolve("experiments/linear.yaml"), example("yaml"));

    ClassLoader before = Thread.currentThread().getContextClassLoader();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()}, before)) {
      Thread.currentThread().setContextClassLoader(loader);
      assertThat(ShippedConfigurations.all()).containsKeys("linear", "stacked");
      ConfigurationFile file =
          ShippedConfigurations.open("linear").set("quick=true").set("seeds=1");
      Experiment<?> experiment = file.experiment();
      assertThat(experiment.title()).isEqualTo("Linear autoencoder");
      StudyResult result = quickRun(experiment, file);
      assertThat(result.failures()).isEmpty();
      assertThat(result.arms()).extracting(Arm::key).containsExactly("linear");
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
  }
}
