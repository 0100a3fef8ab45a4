package dev.bottleneck.sweep.work;

import dev.bottleneck.report.RunFolder;
import dev.bottleneck.study.experiment.JobCheckpoints;
import dev.bottleneck.study.result.Arm;
import dev.bottleneck.study.resume.RunCheckpoints;
import dev.bottleneck.sweep.trial.Trial;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The states of trials under way, {@code trials/<stage>-<number>/} in the sweep's folder: whoever
 * takes up a trial goes on from there.
 *
 * <p>Two workers may write the states of one trial, where one was taken for dead: each is written
 * whole, and both come to the same.
 */
public final class TrialCheckpoints {
  private static final Logger log = LoggerFactory.getLogger(TrialCheckpoints.class);

  private final Path folder;
  private final double seconds;

  /**
   * @param sweep the sweep's folder
   * @param seconds between two states of a training, at the least; 0 keeps none
   */
  public TrialCheckpoints(Path sweep, double seconds) {
    folder = sweep.resolve("trials");
    this.seconds = seconds;
  }

  private Path folder(Trial trial) {
    return folder.resolve(String.format(Locale.ROOT, "%s-%d", trial.stage(), trial.number()));
  }

  private RunCheckpoints states(Trial trial) {
    return new RunCheckpoints(RunFolder.open(folder(trial)), seconds, log::warn);
  }

  JobCheckpoints of(Trial trial, Arm arm, long seed) {
    return states(trial).of(arm, seed);
  }

  /** The trial has ended. */
  void forget(Trial trial) {
    states(trial).forgetAll();
    remove(folder(trial));
  }

  /** No trial is under way any more. */
  public void close() {
    remove(folder);
  }

  private static void remove(Path folder) {
    try {
      Files.deleteIfExists(folder);
    } catch (DirectoryNotEmptyException e) {
      log.info("{} is kept: it is not empty", folder);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + folder, e);
    }
  }
}
