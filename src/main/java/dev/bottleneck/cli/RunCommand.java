package dev.bottleneck.cli;

import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code bottleneck run}: one study. */
@Command(
    name = "run",
    description = "Run an experiment and write its numbers, pictures and report.",
    mixinStandardHelpOptions = true)
public final class RunCommand implements Runnable {
  @Parameters(
      arity = "0..1",
      paramLabel = "<experiment | file.yaml>",
      description =
          "A name that 'bottleneck list' shows, or a configuration file; not needed with --resume.")
  private String experiment;

  @Mixin private RunFlags flags;
  @Mixin private ResumeFlags resume;

  @Override
  public void run() {
    flags.applyTo(resume.run(Optional.ofNullable(experiment))).train();
  }
}
