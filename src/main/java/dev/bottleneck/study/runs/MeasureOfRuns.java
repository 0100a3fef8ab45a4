package dev.bottleneck.study.runs;

import dev.bottleneck.evaluation.Metric;
import dev.bottleneck.runtime.NearestName;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.study.result.Arm;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** A measure of runs by its name, as readers are shown it and with the direction that is better. */
public final class MeasureOfRuns {
  private static final int DECIMALS = 4;

  private MeasureOfRuns() {}

  /**
   * The measure called {@code key} of {@code run}: the headline's own form if it is that.
   *
   * @param lowerIsBetter whether less of it is better; empty where it is to be known by its name
   * @throws UserError if neither is known, or they contradict
   */
  public static Metric of(RecordedRun run, String key, Optional<Boolean> lowerIsBetter) {
    Metric headline = run.headline();
    boolean own = headline.key().equals(key);
    Optional<Boolean> known = own ? Optional.of(headline.lowerIsBetter()) : known(key);
    if (known.isPresent() && lowerIsBetter.isPresent() && !known.equals(lowerIsBetter)) {
      throw new UserError(
          "--goal %s: of %s, %s is better: leave --goal out"
              .formatted(lowerIsBetter.get() ? "min" : "max", key, known.get() ? "less" : "more"));
    }
    if (own) {
      return headline;
    }
    boolean lower = known.or(() -> lowerIsBetter).orElseThrow(() -> new UserError(unknown(key)));
    String part = run.configuration().evaluateOn().toString();
    return new Metric(key, key, "", "", 1, DECIMALS, lower).of(part);
  }

  private static Optional<Boolean> known(String key) {
    if (key.startsWith("errorOfClass")) {
      return Optional.of(true);
    }
    return switch (key) {
      case "error", "probeError", "loss", "crossEntropy", "squaredError" -> Optional.of(true);
      case "ssim", "corruptedSsim", "psnr", "corruptedPsnr" -> Optional.of(false);
      default -> Optional.empty();
    };
  }

  private static String unknown(String key) {
    return key
        + ": whether more or less of it is better is not known; runs best takes it with --goal min or max";
  }

  /**
   * Refuses a measure that none of {@code runs} has.
   *
   * @throws UserError naming those that there are
   */
  public static void require(String key, Collection<RecordedRun> runs) {
    SortedSet<String> known = new TreeSet<>();
    for (RecordedRun run : runs) {
      run.arms().forEach(arm -> known.addAll(measures(run, arm)));
    }
    if (!known.contains(key)) {
      throw new UserError(
          "--by %s: no run has such a measure%s; there are %s"
              .formatted(
                  key,
                  NearestName.of(key, known).map(n -> "; did you mean " + n + "?").orElse(""),
                  known.isEmpty() ? "none" : String.join(", ", known)));
    }
  }

  private static List<String> measures(RecordedRun run, Arm arm) {
    return run.result().measures(arm);
  }
}
