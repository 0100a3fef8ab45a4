package dev.bottleneck.study.resume;

import dev.bottleneck.runtime.UserError;
import dev.bottleneck.runtime.WholeFile;
import dev.bottleneck.training.TrainingCheckpoint;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The states of one phase, {@code <phase>.<number>}, of which the last two are kept. */
final class PhaseFiles implements TrainingCheckpoint {
  private static final Logger log = LoggerFactory.getLogger(PhaseFiles.class);
  private static final int KEPT = 2;
  private static final Pattern STATE = Pattern.compile(".+\\.\\d{1,9}");

  /** Writes the next file. */
  @FunctionalInterface
  private interface Writing {
    void write() throws IOException;
  }

  private final Path folder;
  private final Optional<Path> before;
  private final String phase;
  private final String of;
  private final Pace pace;
  private final Runnable kept;
  private final Consumer<String> notes;
  private int number;
  private boolean told;

  /**
   * @param before where those lie, if there are any, that are gone on from where there is none yet
   * @param phase names the files
   * @param of what the states are of; those of anything else are passed over
   * @param kept hears of each state that was kept
   * @param notes hears of what a person should know
   */
  PhaseFiles(
      Path folder,
      Optional<Path> before,
      String phase,
      String of,
      Pace pace,
      Runnable kept,
      Consumer<String> notes) {
    this.folder = folder;
    this.before = before;
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
    write(() -> CheckpointFile.write(file(number), of, state));
  }

  private void write(Writing next) {
    long begun = System.nanoTime();
    try {
      next.write();
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
    for (Path file : newestFirst(folder)) {
      Optional<DataInputStream> state = read(file);
      if (state.isEmpty()) {
        notes.accept(
            file + " is damaged, or of another training: going on from what was kept before it");
        number = Math.max(number, number(file) + 1); // else the last would not be the newest
        continue;
      }
      number = number(file) + 1;
      take(file, state.get(), reader);
      return true;
    }
    return before.isPresent() && restoreFrom(before.get(), reader);
  }

  /** What is not trained further is kept here as well, so that this run needs the other no more. */
  private boolean restoreFrom(Path other, Reader reader) {
    List<Path> states;
    try {
      states = newestFirst(other);
    } catch (UncheckedIOException e) {
      log.info("{}", e.getMessage(), e);
      notes.accept(other + " cannot be read: what it is of is not gone on from it");
      return false;
    }
    for (Path file : states) {
      Optional<DataInputStream> state = read(file);
      if (state.isPresent()) {
        take(file, state.get(), reader);
        write(() -> WholeFile.write(file(number), out -> Files.copy(file, out)));
        return true;
      }
      // Whole, it is of a phase that follows one which was trained further: it begins anew.
      if (!isWhole(file)) {
        notes.accept(file + " is damaged: what it is of is not gone on from it");
      }
    }
    return false;
  }

  private static void take(Path file, DataInputStream state, Reader reader) {
    try (DataInputStream in = state) {
      reader.read(in);
      if (in.read() != -1) {
        throw new IOException("something is left of it");
      }
    } catch (IOException e) {
      throw new UserError(
          file + ": this is the state of another training (" + e.getMessage() + "): remove it", e);
    }
    log.info("going on from {}", file);
  }

  /** Of {@code states} of several phases all but the last of each. */
  static Set<Path> outdated(List<Path> states) {
    Map<String, Path> last = new HashMap<>();
    Set<Path> outdated = new HashSet<>(states);
    states.stream()
        .filter(file -> STATE.matcher(file.getFileName().toString()).matches())
        .sorted(Comparator.comparingInt(PhaseFiles::number))
        .forEach(file -> last.put(phase(file), file));
    outdated.removeAll(last.values());
    return outdated;
  }

  private static String phase(Path file) {
    String name = file.getFileName().toString();
    return name.substring(0, name.lastIndexOf('.'));
  }

  private static boolean isWhole(Path file) {
    try {
      return CheckpointFile.isWhole(file);
    } catch (IOException e) {
      log.info("{} cannot be read", file, e);
      return false;
    }
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

  private List<Path> newestFirst(Path folder) {
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
