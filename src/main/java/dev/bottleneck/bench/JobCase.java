package dev.bottleneck.bench;

import dev.bottleneck.runtime.NearestName;
import dev.bottleneck.runtime.UserError;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** A whole job that is timed: what a user types, and what the peer's script calls the same. */
public enum JobCase {
  STACKED_32("stacked", 32, 10, "stacked", "f32"),
  STACKED_256("stacked", 256, 10, "stacked", "f32"),
  CONVOLUTIONAL("convolutional", 32, 3, "conv", "f32"),
  RECURRENT("recurrent", 32, 3, "lstm", "f32"),
  DENOISING_PRETRAINING("denoising-pretraining", 100, 1, "denoising-pretraining", "f32"),
  SWEEP_32("stacked", 32, 2, "sweep", "f32"),
  SWEEP_256("stacked", 256, 2, "sweep", "f32"),
  SWEEP_256_BF16("stacked", 256, 2, "sweep", "bf16");

  /** Trials of a sweep, here and there. */
  static final int TRIALS = 30;

  /** Seeds of {@link #DENOISING_PRETRAINING}, here and there. */
  static final int SEEDS = 3;

  private final String experiment;
  private final int batch;
  private final int epochs;
  private final String peerJob;
  private final String precision;

  JobCase(String experiment, int batch, int epochs, String peerJob, String precision) {
    this.experiment = experiment;
    this.batch = batch;
    this.epochs = epochs;
    this.peerJob = peerJob;
    this.precision = precision;
  }

  /**
   * The case that {@code --jobs} calls {@code name}.
   *
   * @throws UserError with the name that was probably meant
   */
  public static JobCase named(String name) {
    List<String> known = Arrays.stream(values()).map(JobCase::toString).toList();
    int index = known.indexOf(name);
    if (index < 0) {
      String hint =
          NearestName.of(name, known).map(near -> ": did you mean \"" + near + "\"?").orElse("");
      throw new UserError(
          "--jobs: no job \"%s\"%s (there are %s)".formatted(name, hint, String.join(", ", known)));
    }
    return values()[index];
  }

  String experiment() {
    return experiment;
  }

  int batch() {
    return batch;
  }

  String precision() {
    return precision;
  }

  boolean isSweep() {
    return peerJob.equals("sweep");
  }

  /** The epochs of one training; {@code asked} where that applies and is not 0. */
  int epochs(int asked) {
    return asked == 0 || onMnist() ? epochs : asked;
  }

  /** What the peer's script calls it. */
  String peerJob() {
    return peerJob;
  }

  /** Whether it trains on MNIST, whatever the others train on. */
  boolean onMnist() {
    return isSweep() || this == DENOISING_PRETRAINING;
  }

  /** The plain job that tells which of the peer's variants is the fastest. */
  JobCase pilot() {
    return isSweep() ? (batch == 32 ? STACKED_32 : STACKED_256) : this;
  }

  /** In the tables' words. */
  String describe(int asked) {
    if (isSweep()) {
      return "sweep of stacked, %d trials of %d epochs%s"
          .formatted(TRIALS, epochs, precision.equals("f32") ? "" : ", " + precision);
    }
    return this == DENOISING_PRETRAINING
        ? "denoising-pretraining, %d seeds".formatted(SEEDS)
        : "%s, %d epoch%s".formatted(experiment, epochs(asked), epochs(asked) == 1 ? "" : "s");
  }

  /** The name that {@code --jobs} takes. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
