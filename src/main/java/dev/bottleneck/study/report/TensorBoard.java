package dev.bottleneck.study.report;

import dev.bottleneck.report.EventFile;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.study.result.Arm;
import dev.bottleneck.study.result.MetricListener;
import dev.bottleneck.study.result.MetricRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what is measured for TensorBoard: {@code <folder>/<run>/<arm>/seed-<seed>/}, which it
 * takes for a run of its own each. A series is {@code <phase>/<metric>} over mini-batches.
 */
public final class TensorBoard implements MetricListener, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(TensorBoard.class);

  private final Path folder;
  private final Clock clock;
  private final Consumer<String> notes;
  private final Map<String, EventFile> files = new HashMap<>();
  private boolean failed;

  /**
   * Makes the folder that TensorBoard is given.
   *
   * @throws UserError if it cannot be made
   */
  public static void make(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UserError(
          "--tensorboard %s: no folder can be made there (%s)".formatted(folder, e), e);
    }
    if (!Files.isWritable(folder)) {
      throw new UserError("--tensorboard %s: the folder is not writable".formatted(folder));
    }
  }

  /**
   * Writes into a folder of the run's own.
   *
   * @param run what the run is called there
   * @param notes hears once of what cannot be written: the training goes on without
   */
  public TensorBoard(Path folder, String run, Clock clock, Consumer<String> notes) {
    this.folder = folder.resolve(run);
    this.clock = clock;
    this.notes = notes;
  }

  @Override
  public synchronized void heard(MetricRow row, long steps) {
    if (failed) {
      return;
    }
    try {
      EventFile file = file(network(row.arm(), row.seed()));
      file.scalar(row.phase() + "/" + row.metric(), row.value(), steps, seconds());
    } catch (IOException e) {
      failed = true;
      log.warn("no more is written for TensorBoard", e);
      notes.accept(
          "nothing more can be written for TensorBoard in %s (%s): the training goes on"
              .formatted(folder, e.getMessage()));
    }
  }

  private double seconds() {
    return clock.millis() / 1e3;
  }

  /** A network that is gone on with has a further file beside the first. */
  private EventFile file(String network) throws IOException {
    EventFile open = files.get(network);
    if (open == null) {
      Path place = Files.createDirectories(folder.resolve(network));
      String name =
          "events.out.tfevents.%010d.bottleneck.%d"
              .formatted(clock.millis() / 1000, ProcessHandle.current().pid());
      Path file = place.resolve(name);
      for (int again = 1; Files.exists(file); again++) {
        file = place.resolve(name + "." + again);
      }
      open = EventFile.create(file, seconds());
      files.put(network, open);
    }
    return open;
  }

  /** Hundreds of networks must not hold as many files open. */
  @Override
  public synchronized void ended(Arm arm, long seed) {
    close(files.remove(network(arm.key(), seed)));
  }

  @Override
  public synchronized void close() {
    files.values().forEach(TensorBoard::close);
    files.clear();
  }

  private static void close(EventFile file) {
    try {
      if (file != null) {
        file.close();
      }
    } catch (IOException e) {
      log.warn("an event file could not be closed", e); // each record was written out before
    }
  }

  private static String network(String arm, long seed) {
    return arm + "/seed-" + seed;
  }
}
