package dev.bottleneck.data;

import dev.bottleneck.runtime.UserError;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Images in a folder, turned to gray; sub-folders, in order of their names, are the classes.
 *
 * <p>DataVec's own image reader needs JavaCV with OpenCV, some hundred megabytes of native code:
 * this one takes what the JDK reads, PNG and JPEG. Hidden files, symbolic links and files of other
 * kinds are passed over. A folder without sub-folders of images is unlabeled.
 */
final class ImageFolder {
  private final Path folder;
  private final List<Path> files = new ArrayList<>();
  private final List<Integer> labels = new ArrayList<>();
  private final List<String> classNames = new ArrayList<>();
  private final MessageDigest digest = Sha256.digest();
  private Path firstFile;
  private SampleShape shape;

  private ImageFolder(Path folder) {
    this.folder = folder;
  }

  /** Opens the user's folder as training pool. */
  static Corpus open(Path folder, DataOptions options) {
    if (!Files.isDirectory(folder)) {
      throw new UserError("images:" + folder + ": not a folder");
    }
    return new Corpus(new ImageFolder(folder).read(), Optional.empty(), options.test());
  }

  private Dataset read() {
    listFiles();
    // The first image says how large all are; it is read again in its turn.
    BufferedImage first = decode(SourceFile.read(files.get(0)));
    firstFile = files.get(0);
    shape = new SampleShape(first.getHeight(), first.getWidth(), 1);
    FeatureBuilder features = FeatureBuilder.floats(shape.length());
    float[] pixels = new float[shape.length()];
    for (int row = 0; row < files.size(); row++) {
      write(row, pixels, 0);
      features.add(pixels);
    }
    String name = SourceFile.fileName(folder);
    return new Dataset(
        new Description(name, shape, classNames, Map.of(name + "/", Sha256.hex(digest.digest()))),
        features.build(),
        classNames.isEmpty() ? null : labels.stream().mapToInt(Integer::intValue).toArray());
  }

  private void listFiles() {
    for (Path entry : list(folder, path -> Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))) {
      List<Path> images = list(entry, ImageFolder::isImage);
      if (!images.isEmpty()) {
        images.forEach(image -> labels.add(classNames.size()));
        classNames.add(entry.getFileName().toString());
        files.addAll(images);
      }
    }
    List<Path> loose = list(folder, ImageFolder::isImage);
    if (!loose.isEmpty() && !files.isEmpty()) {
      throw new UserError(
          loose.get(0) + " is in no class: put it into a sub-folder as the other images are");
    }
    files.addAll(loose);
    if (files.isEmpty()) {
      throw new UserError(folder + " holds no PNG or JPEG images");
    }
  }

  private static List<Path> list(Path folder, Predicate<Path> wanted) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(path -> !path.getFileName().toString().startsWith("."))
          .filter(wanted)
          .sorted(Comparator.comparing(path -> path.getFileName().toString()))
          .toList();
    } catch (IOException e) {
      throw new UserError(folder + " cannot be listed: " + e.getMessage(), e);
    }
  }

  private static boolean isImage(Path path) {
    String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
    return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
        && (name.endsWith(".png") || name.endsWith(".jpg") || name.endsWith(".jpeg"));
  }

  /** Writes an image as features and its hash and path, in sha256sum's format, into the digest. */
  private void write(int row, float[] block, int offset) {
    SourceFile source = SourceFile.read(files.get(row));
    String line = source.sha256() + "  " + folder.relativize(files.get(row)) + "\n";
    digest.update(line.getBytes(StandardCharsets.UTF_8));
    BufferedImage image = decode(source);
    if (image.getHeight() != shape.height() || image.getWidth() != shape.width()) {
      throw new UserError(
          String.format(
              "%s is %dx%d pixels, but %s is %dx%d: all images must have one size",
              source.location(),
              image.getWidth(),
              image.getHeight(),
              firstFile,
              shape.width(),
              shape.height()));
    }
    Gray.write(image, block, offset);
  }

  private static BufferedImage decode(SourceFile source) {
    BufferedImage image;
    try {
      image =
          ImageIO.read(new MemoryCacheImageInputStream(new ByteArrayInputStream(source.bytes())));
    } catch (IOException | RuntimeException e) {
      // The JDK's decoders answer damaged files with exceptions of many kinds.
      throw new UserError(source.location() + " is a damaged image: " + e.getMessage(), e);
    }
    if (image == null) {
      throw new UserError(source.location() + " is neither a PNG nor a JPEG image");
    }
    return image;
  }
}
