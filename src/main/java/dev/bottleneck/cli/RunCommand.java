package dev.bottleneck.cli;

import dev.bottleneck.study.RunOptions;
import dev.bottleneck.study.StudyMain;
import dev.bottleneck.study.resume.ResumeOption;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code bottleneck run}: one study. */
@Command(
    name = "run",
    description = "Run an experiment and write its numbers, pictures and report.",
    mixinStandardHelpOptions = true)
public final class RunCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..1",
      paramLabel = "<experiment | file.yaml>",
      description =
          "A name that 'bottleneck list' shows, or a configuration file; not needed with --resume.")
  private String experiment;

  @Mixin private RunOptions options;
  @Mixin private ResumeOption resume;

  @Override
  public Integer call() {
    StudyMain.run(Optional.ofNullable(experiment), options, resume);
    return 0;
  }
}
