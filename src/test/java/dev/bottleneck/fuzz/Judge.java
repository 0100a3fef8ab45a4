package dev.bottleneck.fuzz;

import com.sun.management.ThreadMXBean;
import dev.bottleneck.BottleneckException;
import dev.bottleneck.runtime.UserError;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Lets a target read inputs, one after the other, and says what became of each. */
final class Judge implements AutoCloseable {
  static final int SECONDS = 5;
  private static final long MOST_BYTES = 1L << 30;
  private static final int LONGEST_LINE = 2_000;

  /** Words of an internal error, which say nothing to a user. */
  private static final List<String> INTERNAL =
      List.of("Exception", "Cannot invoke", "[Source", "StackTrace", "\\u000a at");

  private final ExecutorService worker =
      Executors.newSingleThreadExecutor(
          work -> {
            Thread thread = new Thread(work, "reading");
            thread.setDaemon(true);
            return thread;
          });
  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final Target target;
  private final Path folder;
  private final Path input;
  private final List<Path> watched;
  private final Set<String> whole;
  private Thread reading;

  /**
   * @param folder of the target; inputs lie in {@code input} within
   * @param watched folders in which no reader may leave anything, beside that of the target
   */
  Judge(Target target, Path folder, Path... watched) throws Exception {
    this.target = target;
    this.folder = Files.createDirectories(folder);
    this.input = folder.resolve("input");
    this.watched = Stream.concat(Stream.of(folder), Arrays.stream(watched)).toList();
    this.whole = new TreeSet<>();
    for (Map<String, byte[]> valid : target.corpus()) {
      place(valid);
      whole.add(worker.submit(() -> target.reader().read(input)).get());
    }
    worker.submit(() -> reading = Thread.currentThread()).get();
  }

  /** Removes what the input before left, and writes this one. */
  private void place(Map<String, byte[]> files) throws IOException {
    if (Files.exists(input)) {
      try (Stream<Path> old = Files.walk(input)) {
        for (Path path : old.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
    Target.write(files, Files.createDirectories(input));
  }

  /** Has {@code files} read. */
  Outcome of(Map<String, byte[]> files) throws IOException, InterruptedException {
    boolean unchanged =
        target.corpus().stream()
            .anyMatch(
                valid ->
                    valid.keySet().equals(files.keySet())
                        && valid.entrySet().stream()
                            .allMatch(e -> Arrays.equals(e.getValue(), files.get(e.getKey()))));
    place(files);
    Set<String> before = listing();
    long[] allocated = new long[1];
    long begun = System.nanoTime();
    Future<Outcome> future =
        worker.submit(
            () -> {
              long start = threads.getCurrentThreadAllocatedBytes();
              try {
                return read(unchanged);
              } finally {
                allocated[0] = threads.getCurrentThreadAllocatedBytes() - start;
              }
            });
    Outcome read;
    try {
      read = future.get(SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      return fault("it takes longer than " + SECONDS + " s, in " + stack(), SECONDS, 0);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
    double seconds = (System.nanoTime() - begun) / 1e9;
    if (allocated[0] > MOST_BYTES) {
      return fault("it takes " + (allocated[0] >> 20) + " MiB", seconds, allocated[0]);
    }
    Set<String> after = listing();
    after.removeAll(before);
    if (!after.isEmpty()) {
      return fault("it leaves " + after, seconds, allocated[0]);
    }
    return new Outcome(read.verdict(), read.said(), seconds, allocated[0]);
  }

  private Outcome read(boolean unchanged) {
    Outcome outcome;
    try {
      String content = target.reader().read(input);
      boolean same = whole.contains(content);
      outcome =
          same
              ? new Outcome(Verdict.SAME, "", 0, 0)
              : target.checked() && !unchanged
                  ? fault("damage is taken for good: " + content, 0, 0)
                  : new Outcome(Verdict.CHANGED, "", 0, 0);
    } catch (Throwable e) {
      outcome = refusal(e);
    }
    return System.getProperty(Trap.SPRUNG) == null
        ? outcome
        : fault("a class that a file names was initialised", 0, 0);
  }

  /** What the command line makes of an exception: one line, and the code of a wrong input. */
  private static Outcome refusal(Throwable e) {
    BottleneckException told = BottleneckException.of(e);
    String line = told.getMessage().strip();
    boolean refused = e instanceof UserError && told.exitCode() == BottleneckException.INPUT_WRONG;
    String plain = refused ? line : "no refusal: " + trace(e);
    boolean internal = INTERNAL.stream().anyMatch(plain::contains);
    boolean one = plain.chars().noneMatch(Character::isISOControl) && plain.length() < LONGEST_LINE;
    return plain.equals(line) && one && !internal
        ? new Outcome(Verdict.REFUSED, line, 0, 0)
        : fault(plain, 0, 0);
  }

  private static String trace(Throwable e) {
    return Stream.concat(Stream.of(e.toString()), Arrays.stream(e.getStackTrace()).limit(8))
        .map(Object::toString)
        .collect(Collectors.joining(" < "));
  }

  private String stack() {
    return Arrays.stream(reading.getStackTrace())
        .limit(12)
        .map(Object::toString)
        .collect(Collectors.joining(" < "));
  }

  private static Outcome fault(String what, double seconds, long bytes) {
    return new Outcome(Verdict.FAULT, what, seconds, bytes);
  }

  /** What lies where nothing new may lie. */
  private Set<String> listing() throws IOException {
    Set<String> names = new TreeSet<>();
    for (Path place : watched) {
      try (Stream<Path> all = Files.list(place)) {
        all.map(Path::toString).forEach(names::add);
      }
    }
    return names;
  }

  /** Keeps the input that lies there under {@code name}, to be looked at. */
  Path save(String name) throws IOException {
    Path saved = folder.resolve(name);
    if (!Files.exists(saved)) {
      Files.move(input, saved);
    }
    return saved;
  }

  @Override
  public void close() {
    worker.shutdownNow();
  }
}
