package dev.bottleneck.study.result;

/**
 * Where a job's time went.
 *
 * @param seconds from its start to its end
 * @param work what it trained itself; not what it had from another arm's job
 */
public record JobTime(double seconds, WorkTime work) {
  /** Networks, measures and model files: all but training, validation and kept states. */
  public double rest() {
    return seconds - work.training() - work.validation() - work.keeping();
  }
}
