package dev.bottleneck.cli;

import dev.bottleneck.StudyBuilder;
import dev.bottleneck.SweepBuilder;
import picocli.CommandLine;

/** Flags as a user types them, applied to what is to be run. */
public final class Flags {
  private Flags() {}

  public static <B extends StudyBuilder<B>> B applyTo(B study, String... words) {
    return CommandLine.populateCommand(new RunFlags(), words).applyTo(study);
  }

  public static SweepBuilder applyTo(SweepBuilder sweep, String... words) {
    return CommandLine.populateCommand(new SweepFlags(), words).applyTo(sweep);
  }
}
