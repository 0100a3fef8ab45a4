package dev.bottleneck.data;

import dev.bottleneck.runtime.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Which files of a folder are images of which class, and which are passed over. Symbolic links are
 * followed; classes whose names are all whole numbers stand in the order of these.
 */
final class ImageFiles {
  private static final Set<String> IMAGES =
      Set.of("png", "jpg", "jpeg", "jpe", "gif", "bmp", "tif", "tiff");

  /** Images that the JDK cannot decode. */
  private static final Set<String> OTHER_IMAGES =
      Set.of("webp", "heic", "heif", "avif", "jp2", "psd", "svg", "ico", "exr", "ppm", "pgm");

  private static final int MOST_NAMED = 3;

  private final Path folder;
  private final List<Path> files = new ArrayList<>();
  private final List<Integer> labels = new ArrayList<>();
  private final List<String> classNames = new ArrayList<>();
  private final TreeSet<String> emptyFolders = new TreeSet<>();
  private final TreeSet<String> others = new TreeSet<>();
  private final TreeSet<String> unreadable = new TreeSet<>();
  private int hidden;

  private ImageFiles(Path folder) {
    this.folder = folder;
  }

  /**
   * The images in {@code folder}.
   *
   * @throws UserError if there is none, or some have a class and some have not
   */
  static ImageFiles in(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new UserError("images:" + folder + ": not a folder");
    }
    ImageFiles found = new ImageFiles(folder);
    found.list();
    return found;
  }

  private void list() {
    List<Path> folders = new ArrayList<>();
    List<Path> loose = new ArrayList<>();
    for (Path entry : entries(folder)) {
      if (Files.isDirectory(entry)) {
        folders.add(entry);
      } else {
        sort(entry, loose);
      }
    }
    List<String> names = folders.stream().map(SourceFile::fileName).toList();
    Comparator<String> order = ClassColumn.order(names);
    folders.sort(Comparator.comparing(SourceFile::fileName, order));
    for (Path entry : folders) {
      List<Path> images = ofClass(entry);
      if (images.isEmpty()) {
        emptyFolders.add(SourceFile.fileName(entry));
      } else {
        images.forEach(image -> labels.add(classNames.size()));
        classNames.add(SourceFile.fileName(entry));
        files.addAll(images);
      }
    }
    if (!loose.isEmpty() && !files.isEmpty()) {
      throw new UserError(
          loose.get(0) + " is in no class: put it into a sub-folder as the other images are");
    }
    files.addAll(loose);
    if (files.isEmpty()) {
      String passed = String.join("; ", notes());
      throw new UserError(
          folder + " holds no PNG or JPEG images" + (passed.isEmpty() ? "" : " (" + passed + ")"));
    }
  }

  private List<Path> ofClass(Path at) {
    List<Path> images = new ArrayList<>();
    for (Path entry : entries(at)) {
      if (!Files.isDirectory(entry)) {
        sort(entry, images);
      } else if (entries(entry).stream().anyMatch(ImageFiles::isImage)) {
        throw new UserError(
            String.format(
                Locale.ROOT,
                "%s: its images lie in folders of their own, such as %s: name the folder whose"
                    + " sub-folders are the classes, such as images:%1$s",
                at,
                SourceFile.fileName(entry)));
      } else {
        emptyFolders.add(SourceFile.fileName(at) + "/" + SourceFile.fileName(entry));
      }
    }
    return images;
  }

  private static boolean isImage(Path file) {
    return IMAGES.contains(extension(file)) || Files.isDirectory(file);
  }

  private static String extension(Path file) {
    String name = SourceFile.fileName(file);
    return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }

  private void sort(Path file, List<Path> images) {
    String name = SourceFile.fileName(file);
    if (name.startsWith(".")) {
      hidden++;
    } else if (!Files.isRegularFile(file)) {
      if (!Files.exists(file)) {
        throw new UserError(file + " is a link that leads nowhere");
      }
      others.add(name);
    } else if (IMAGES.contains(extension(file))) {
      images.add(file);
    } else if (OTHER_IMAGES.contains(extension(file))) {
      unreadable.add(name);
    } else {
      others.add(name);
    }
  }

  private static List<Path> entries(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(path -> !(Files.isDirectory(path) && SourceFile.fileName(path).startsWith(".")))
          .sorted(Comparator.comparing(SourceFile::fileName))
          .toList();
    } catch (IOException e) {
      throw new UserError(folder + " cannot be listed: " + e.getMessage(), e);
    }
  }

  /** The images, class by class, each class by its files' names. */
  List<Path> files() {
    return files;
  }

  /** The names of the classes; empty if the images lie in no sub-folders. */
  List<String> classNames() {
    return classNames;
  }

  /** The class of each image, if there are classes. */
  int[] labels() {
    return labels.stream().mapToInt(Integer::intValue).toArray();
  }

  /** What was passed over and why. */
  List<String> notes() {
    List<String> notes = new ArrayList<>();
    note(notes, unreadable, "in a format that cannot be read (save as PNG)");
    note(notes, others, "that are no images");
    if (hidden > 0) {
      notes.add("passed over: " + hidden + " hidden files");
    }
    if (!emptyFolders.isEmpty()) {
      notes.add("passed over: folders without images: " + String.join(", ", emptyFolders));
    }
    return notes;
  }

  private static void note(List<String> notes, TreeSet<String> names, String what) {
    if (!names.isEmpty()) {
      List<String> shown = names.stream().limit(MOST_NAMED).toList();
      notes.add(
          String.format(
              Locale.ROOT,
              "passed over: %d files %s: %s%s",
              names.size(),
              what,
              String.join(", ", shown),
              names.size() > MOST_NAMED ? ", …" : ""));
    }
  }
}
