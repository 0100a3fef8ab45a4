package dev.bottleneck.study.resume;

import dev.bottleneck.report.RunFolder;
import dev.bottleneck.study.experiment.JobCheckpoints;
import dev.bottleneck.study.result.Arm;
import dev.bottleneck.training.TrainingCheckpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The states of a run's trainings under way: {@code checkpoints/<arm>-<seed>/} for a job, and
 * {@code checkpoints/seed-<seed>-<use>/} for what several arms of a seed share.
 */
public final class RunCheckpoints {
  private static final String FOLDER = "checkpoints";

  private static final Logger log = LoggerFactory.getLogger(RunCheckpoints.class);

  private final RunFolder run;
  private final String of;
  private final double seconds;
  private final Consumer<String> notes;
  private final KeptStates outlasting;

  /**
   * @param of the identity of the run: states of any other are passed over
   * @param seconds between two states of a training, at the least; 0: one only when it is stopped
   * @param notes hears of what a person should know, such as a damaged file
   */
  public RunCheckpoints(RunFolder run, String of, double seconds, Consumer<String> notes) {
    this(run, of, seconds, notes, KeptStates.NONE);
  }

  /**
   * The same.
   *
   * @param outlasting which states there are beside those of trainings under way
   */
  public RunCheckpoints(
      RunFolder run, String of, double seconds, Consumer<String> notes, KeptStates outlasting) {
    this.run = run;
    this.of = of;
    this.seconds = seconds;
    this.notes = notes;
    this.outlasting = outlasting;
  }

  /** Where those of {@code run} lie. */
  static Path folder(RunFolder run) {
    return run.file(FOLDER);
  }

  /**
   * Those of a job that begins, or goes on.
   *
   * @param kept hears of each state that was kept
   */
  public JobCheckpoints of(Arm arm, long seed, Runnable kept) {
    return new Phases(name(arm, seed), seed, new Pace(seconds, outlasting.last()), kept);
  }

  /** A job has ended: its states are of no more use, unless the last are kept. */
  public void forget(Arm arm, long seed) {
    end(run.file(FOLDER + "/" + name(arm, seed)));
  }

  /** All jobs of a seed have ended, and need no more what they shared. */
  public void forget(long seed) {
    children(run.file(FOLDER)).stream()
        .filter(folder -> folder.getFileName().toString().startsWith(ofSeed(seed)))
        .forEach(this::end);
  }

  /** All jobs have ended. */
  public void forgetAll() {
    children(run.file(FOLDER)).forEach(this::end);
    if (!outlasting.last()) {
      remove(run.file(FOLDER), file -> true);
    }
  }

  private static String ofSeed(long seed) {
    return "seed-" + seed + "-";
  }

  private static String name(Arm arm, long seed) {
    return arm.key() + "-" + seed;
  }

  private void end(Path folder) {
    remove(folder, outlasting.last() ? PhaseFiles.outdated(children(folder))::contains : f -> true);
  }

  /** What cannot be removed stays: nobody reads it any more. */
  private static void remove(Path folder, Predicate<Path> which) {
    try {
      List<Path> files = children(folder);
      for (Path file : files.stream().filter(which).toList()) {
        Files.deleteIfExists(file);
      }
      if (files.stream().allMatch(which)) {
        Files.deleteIfExists(folder);
      }
    } catch (IOException e) {
      log.info("{} cannot be removed", folder, e);
    }
  }

  private static List<Path> children(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(folder)) {
      return all.toList();
    } catch (NoSuchFileException e) {
      return List.of(); // whoever else works on the run has removed it
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + folder, e);
    }
  }

  /** The phases of one job, counted, as two may have one name. */
  private final class Phases implements JobCheckpoints {
    private final String folder;
    private final long seed;
    private final Pace pace;
    private final Runnable kept;
    private int begun;

    Phases(String folder, long seed, Pace pace, Runnable kept) {
      this.folder = folder;
      this.seed = seed;
      this.pace = pace;
      this.kept = kept;
    }

    @Override
    public TrainingCheckpoint phase(String name, String training) {
      String phase = begun++ + "-" + fileName(name);
      return new PhaseFiles(
          run.file(FOLDER + "/" + folder),
          outlasting.before().map(other -> folder(RunFolder.open(other)).resolve(folder)),
          phase,
          String.join(" ", of, folder, phase, training),
          pace,
          kept,
          notes);
    }

    @Override
    public JobCheckpoints shared(String use) {
      return new Phases(ofSeed(seed) + fileName(use), seed, pace, kept);
    }

    private static String fileName(String words) {
      return words.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    }
  }
}
