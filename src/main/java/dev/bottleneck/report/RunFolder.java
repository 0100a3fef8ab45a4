package dev.bottleneck.report;

import dev.bottleneck.runtime.UserError;
import dev.bottleneck.runtime.WholeFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The folder of one run: {@code <root>/<experiment>/<yyyyMMdd-HHmmss>-<id>/}, in UTC, with six
 * random hexadecimal digits so that two runs begun in the same second do not meet.
 */
public final class RunFolder {
  /** Where runs go unless told otherwise. */
  public static final Path DEFAULT_ROOT = Path.of("results", "runs");

  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

  private final Path path;

  private RunFolder(Path path) {
    this.path = path;
  }

  /**
   * Makes a new folder below {@code root}.
   *
   * @throws UserError if that cannot be; then no folder is left behind
   */
  public static RunFolder create(Path root, String experiment) {
    return create(root, experiment, Clock.systemUTC(), new SecureRandom());
  }

  /**
   * Makes a new folder beside {@code other}.
   *
   * @throws UserError if that cannot be
   */
  public static RunFolder createBeside(RunFolder other) {
    return create(other.path.getParent(), Clock.systemUTC(), new SecureRandom());
  }

  /** One that was made before. */
  public static RunFolder open(Path folder) {
    return new RunFolder(folder.toAbsolutePath().normalize());
  }

  /**
   * Removes what killed processes left half-written.
   *
   * @throws UserError if that cannot be
   */
  public void removeHalfWritten() {
    try (Stream<Path> all = Files.walk(path)) {
      for (Path file : all.filter(RunFolder::isHalfWritten).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | UncheckedIOException e) {
      throw new UserError(path + ": cannot be gone on with: " + e.getMessage(), e);
    }
  }

  private static boolean isHalfWritten(Path file) {
    String name = file.getFileName().toString();
    return name.startsWith(".") && name.endsWith(".part");
  }

  /**
   * Refuses a folder that holds a link: what a run writes, or removes, would be outside of it.
   *
   * @throws UserError naming the link
   */
  public RunFolder withoutLinks() {
    try {
      Files.walkFileTree(path.toRealPath(), new LinkSearch());
      return this;
    } catch (IOException e) {
      throw new UserError(path + ": the folder cannot be read: " + e.getMessage(), e);
    }
  }

  /** Other processes may be at work there: what they have removed meanwhile was no link. */
  private static final class LinkSearch extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes is) {
      if (is.isSymbolicLink()) {
        throw new UserError(file + " is a link, and may lead anywhere: put there what it leads to");
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
      if (e instanceof NoSuchFileException) {
        return FileVisitResult.CONTINUE;
      }
      throw e;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, IOException e) throws IOException {
      return e == null ? FileVisitResult.CONTINUE : visitFileFailed(folder, e);
    }
  }

  static RunFolder create(Path root, String experiment, Clock clock, RandomGenerator random) {
    if (!NAME.matcher(experiment).matches()) {
      throw new UserError(
          "experiment '%s' cannot name a folder: use letters, digits, '.', '_' and '-'"
              .formatted(experiment));
    }
    return create(root.toAbsolutePath().normalize().resolve(experiment), clock, random);
  }

  private static RunFolder create(Path parent, Clock clock, RandomGenerator random) {
    Deque<Path> made = new ArrayDeque<>();
    try {
      makeFolders(parent, made);
      while (true) {
        String id = String.format(Locale.ROOT, "%06x", random.nextInt(1 << 24));
        Path folder = parent.resolve(STAMP.format(clock.instant()) + "-" + id);
        try {
          return new RunFolder(Files.createDirectory(folder));
        } catch (FileAlreadyExistsException e) {
          // Another run took this id within the same second: draw again.
          continue;
        }
      }
    } catch (IOException e) {
      removeAll(made);
      throw unusable(parent, e);
    }
  }

  private static void makeFolders(Path folder, Deque<Path> made) throws IOException {
    if (Files.isDirectory(folder)) {
      return;
    }
    if (folder.getParent() != null) {
      makeFolders(folder.getParent(), made);
    }
    try {
      Files.createDirectory(folder);
      made.push(folder);
    } catch (FileAlreadyExistsException e) {
      // Another run may have made it in between; a file of that name may not stand there.
      if (!Files.isDirectory(folder)) {
        throw e;
      }
    }
  }

  private static void removeAll(Deque<Path> made) {
    for (Path folder : made) {
      try {
        Files.deleteIfExists(folder);
      } catch (IOException e) {
        // Another run may already use it.
        return;
      }
    }
  }

  private static UserError unusable(Path parent, IOException cause) {
    for (Path p = parent; p != null; p = p.getParent()) {
      if (Files.exists(p) && !Files.isDirectory(p)) {
        return new UserError(
            "cannot make the run folder %s: %s is a file; give a folder with --out DIR"
                .formatted(parent, p),
            cause);
      }
    }
    return new UserError(
        "cannot make the run folder %s (%s); give a folder you can write to with --out DIR"
            .formatted(parent, reason(cause)),
        cause);
  }

  private static String reason(IOException e) {
    return e instanceof AccessDeniedException
        ? "not writable"
        : e instanceof NoSuchFileException ? "its parent cannot be made" : e.toString();
  }

  /** The folder itself, absolute. */
  public Path path() {
    return path;
  }

  /** The last part of the path: stamp and id. */
  public String id() {
    return path.getFileName().toString();
  }

  /**
   * The path of a file in this folder; {@code name} may name a subfolder.
   *
   * @throws IllegalArgumentException if {@code name} leads out of the folder
   */
  public Path file(String name) {
    Path file = path.resolve(name).normalize();
    if (!file.startsWith(path) || file.equals(path)) {
      throw new IllegalArgumentException("'" + name + "' is not a file in the run folder");
    }
    return file;
  }

  /** Writes a text file whole. */
  public Path write(String name, String text) throws IOException {
    Path file = file(name);
    WholeFile.write(file, text);
    return file;
  }

  /** Writes a file whole. */
  public Path write(String name, WholeFile.Content content) throws IOException {
    Path file = file(name);
    WholeFile.write(file, content);
    return file;
  }

  /**
   * Writes figures to {@code figures/<name>.png} and {@code .svg}; one that could not be drawn
   * writes nothing.
   */
  public void figures(List<Figure> figures) throws IOException {
    for (Figure figure : figures) {
      if (figure.drawn()) {
        write(figure.file(), out -> out.write(figure.png()));
        write(figure.vectorFile(), figure.svg());
      }
    }
  }
}
