package dev.bottleneck.study.resume;

import dev.bottleneck.runtime.UserError;
import dev.bottleneck.training.TrainingCheckpoint;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The states of one phase, {@code <phase>.<number>}, of which the last two are kept. */
final class PhaseFiles implements TrainingCheckpoint {
  private static final Logger log = LoggerFactory.getLogger(PhaseFiles.class);
  private static final int KEPT = 2;

  private final Path folder;
  private final String phase;
  private final String of;
  private final Pace pace;
  private final Runnable kept;
  private final Consumer<String> notes;
  private int number;
  private boolean told;

  /**
   * @param phase names the files
   * @param of what the states are of; those of anything else are passed over
   * @param kept hears of each state that was kept
   * @param notes hears of what a person should know
   */
  PhaseFiles(
      Path folder, String phase, String of, Pace pace, Runnable kept, Consumer<String> notes) {
    this.folder = folder;
    this.phase = phase;
    this.of = of;
    this.pace = pace;
    this.kept = kept;
    this.notes = notes;
  }

  @Override
  public boolean isDue() {
    return pace.isDue();
  }

  @Override
  public boolean isDueAtEnd() {
    return pace.isDueAtEnd();
  }

  /** A state that cannot be kept, as on a full disk, costs nothing but itself. */
  @Override
  public void keep(State state) {
    long begun = System.nanoTime();
    try {
      CheckpointFile.write(file(number), of, state);
      Files.deleteIfExists(file(number - KEPT));
      number++;
      kept.run();
    } catch (IOException | ArithmeticException | OutOfMemoryError e) {
      log.info("{} cannot be kept", file(number), e);
      if (!told) { // a full disk stays full: once is enough
        notes.accept(
            "a state cannot be kept in %s (%s): the training goes on, with the one before"
                .formatted(folder, e.getMessage()));
      }
      told = true;
    }
    pace.kept(begun);
  }

  private Path file(int number) {
    return folder.resolve(phase + "." + number);
  }

  @Override
  public boolean restore(Reader reader) {
    for (Path file : newestFirst()) {
      Optional<DataInputStream> state = read(file);
      if (state.isEmpty()) {
        notes.accept(
            file + " is damaged, or of another training: going on from what was kept before it");
        continue;
      }
      number = number(file) + 1;
      try (DataInputStream in = state.get()) {
        reader.read(in);
        if (in.read() != -1) {
          throw new IOException("something is left of it");
        }
      } catch (IOException e) {
        throw new UserError(
            file + ": this is the state of another training (" + e.getMessage() + "): remove it",
            e);
      }
      log.info("going on from {}", file);
      return true;
    }
    return false;
  }

  private Optional<DataInputStream> read(Path file) {
    try {
      return CheckpointFile.read(file, of);
    } catch (IOException e) {
      log.info("{} cannot be read", file, e);
      return Optional.empty();
    }
  }

  private static int number(Path file) {
    String name = file.getFileName().toString();
    return Integer.parseInt(name.substring(name.lastIndexOf('.') + 1));
  }

  private List<Path> newestFirst() {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(file -> file.getFileName().toString().matches(phase + "\\.\\d{1,9}"))
          .sorted(Comparator.comparingInt(PhaseFiles::number).reversed())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + folder, e);
    }
  }
}
