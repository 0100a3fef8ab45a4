package dev.bottleneck.study.resume;

import dev.bottleneck.report.RunFolder;
import dev.bottleneck.study.experiment.JobCheckpoints;
import dev.bottleneck.study.result.Arm;
import dev.bottleneck.training.TrainingCheckpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The states of a run's trainings under way: {@code checkpoints/<arm>-<seed>/} for a job, and
 * {@code checkpoints/seed-<seed>-<use>/} for what several arms of a seed share.
 */
public final class RunCheckpoints {
  private static final String FOLDER = "checkpoints";

  private final RunFolder run;
  private final double seconds;
  private final Consumer<String> notes;

  /**
   * @param seconds between two states of a training, at the least; 0 keeps none
   * @param notes hears of what a person should know, such as a damaged file
   */
  public RunCheckpoints(RunFolder run, double seconds, Consumer<String> notes) {
    this.run = run;
    this.seconds = seconds;
    this.notes = notes;
  }

  /** Those of a job that begins, or goes on. */
  public JobCheckpoints of(Arm arm, long seed) {
    return seconds == 0 ? JobCheckpoints.NONE : new Phases(folder(arm, seed), seed);
  }

  /** A job has ended: its states are of no more use. */
  public void forget(Arm arm, long seed) {
    remove(folder(arm, seed));
  }

  /** All jobs of a seed have ended, and need no more what they shared. */
  public void forget(long seed) {
    children(run.file(FOLDER)).stream()
        .filter(folder -> folder.getFileName().toString().startsWith(ofSeed(seed)))
        .forEach(this::remove);
  }

  /** All jobs have ended. */
  public void forgetAll() {
    children(run.file(FOLDER)).forEach(this::remove);
    remove(run.file(FOLDER));
  }

  private static String ofSeed(long seed) {
    return "seed-" + seed + "-";
  }

  private Path folder(Arm arm, long seed) {
    return run.file(FOLDER + "/" + arm.key() + "-" + seed);
  }

  private void remove(Path folder) {
    try {
      for (Path file : children(folder)) {
        Files.deleteIfExists(file);
      }
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write to " + run.path(), e);
    }
  }

  private static List<Path> children(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(folder)) {
      return all.toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + folder, e);
    }
  }

  /** The phases of one job, counted, as two may have one name. */
  private final class Phases implements JobCheckpoints {
    private final Path folder;
    private final long seed;
    private int begun;

    Phases(Path folder, long seed) {
      this.folder = folder;
      this.seed = seed;
    }

    @Override
    public TrainingCheckpoint phase(String name) {
      return new PhaseFiles(folder, begun++ + "-" + fileName(name), new Pace(seconds), notes);
    }

    @Override
    public JobCheckpoints shared(String use) {
      return new Phases(run.file(FOLDER + "/" + ofSeed(seed) + fileName(use)), seed);
    }

    private static String fileName(String words) {
      return words.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    }
  }
}
