package dev.bottleneck;

import dev.bottleneck.cli.Flags;
import dev.bottleneck.study.RunOptions;
import dev.bottleneck.study.Settings;
import dev.bottleneck.sweep.SweepOptions;
import java.util.List;

/** What the command line makes of a user's words, for tests of what lies below it. */
public final class Asked {
  private Asked() {}

  /** Of {@code run} and {@code reproduce}. */
  public record Study(Settings settings, RunOptions options) {}

  public static Study study(String... words) {
    ReproductionBuilder builder = Flags.applyTo(Bottleneck.reproduction(List.of()), words);
    return new Study(builder.settings(), builder.options());
  }

  /** Of {@code run}, as far as it is not about settings. */
  public static RunOptions run(String... words) {
    return study(words).options();
  }

  /** Of {@code sweep}. */
  public static SweepOptions sweep(String... words) {
    return Flags.applyTo(Bottleneck.sweep("toy"), words).options();
  }
}
