package dev.bottleneck.sweep.work;

import dev.bottleneck.report.RunFolder;
import dev.bottleneck.study.configuration.Configuration;
import dev.bottleneck.study.experiment.JobCheckpoints;
import dev.bottleneck.study.result.Arm;
import dev.bottleneck.study.resume.KeptStates;
import dev.bottleneck.study.resume.RunCheckpoints;
import dev.bottleneck.study.resume.RunIdentity;
import dev.bottleneck.sweep.trial.Trial;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
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

  /** Whether any states are kept. */
  boolean areKept() {
    return seconds > 0;
  }

  private Path folder(Trial trial) {
    return folder.resolve(String.format(Locale.ROOT, "%s-%d", trial.stage(), trial.number()));
  }

  private RunCheckpoints states(
      Trial trial, String of, Consumer<String> notes, KeptStates outlasting) {
    return new RunCheckpoints(RunFolder.open(folder(trial)), of, seconds, notes, outlasting);
  }

  /**
   * @param setting what the trial trains: states of any other are passed over
   * @param kept hears of each state that was kept
   * @param notes hears of what a person should know, such as a damaged file
   */
  JobCheckpoints of(
      Trial trial,
      Configuration<?> setting,
      Arm arm,
      long seed,
      Runnable kept,
      Consumer<String> notes) {
    return states(trial, RunIdentity.of(setting), notes, KeptStates.NONE).of(arm, seed, kept);
  }

  /** The trial was given up, and may be promoted: of its states the last of each phase stays. */
  void keepLast(Trial trial) {
    states(trial, "", log::info, new KeptStates(true, Optional.empty())).forgetAll();
  }

  /** The trial has ended. */
  void forget(Trial trial) {
    states(trial, "", log::info, KeptStates.NONE).forgetAll();
    remove(folder(trial));
  }

  /** No trial is under way, be it any more or as yet: nobody goes on from what lies here. */
  public void clear() {
    try (Stream<Path> all = Files.exists(folder) ? Files.walk(folder) : Stream.<Path>empty()) {
      all.sorted(Comparator.reverseOrder()).forEach(TrialCheckpoints::remove);
    } catch (IOException | UncheckedIOException e) {
      log.info("{} cannot be removed", folder, e);
    }
  }

  private static void remove(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      log.info("{} cannot be removed", path, e);
    }
  }
}
