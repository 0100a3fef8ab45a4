package dev.bottleneck;

import dev.bottleneck.runtime.UserError;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/** The pictures of a run or a sweep, as files below its folder. */
final class FigureFiles {
  private static final String PNG = ".png";

  private final Path folder;
  private final Path pictures;

  FigureFiles(Path folder) {
    this.folder = folder;
    this.pictures = folder.resolve("figures");
  }

  List<String> names() {
    try (Stream<Path> files =
        Files.isDirectory(pictures) ? Files.list(pictures) : Stream.<Path>empty()) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(PNG))
          .map(name -> name.substring(0, name.length() - PNG.length()))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UserError(pictures + ": cannot be read: " + e.getMessage(), e);
    }
  }

  BufferedImage read(String name) {
    if (!names().contains(name)) {
      throw new UserError(
          "%s: no picture is called %s: there are %s"
              .formatted(folder, name, String.join(", ", names())));
    }
    Path file = pictures.resolve(name + PNG);
    try {
      return Optional.ofNullable(ImageIO.read(file.toFile()))
          .orElseThrow(() -> new UserError(file + ": damaged: it is no picture"));
    } catch (IOException e) {
      throw new UserError(file + ": cannot be read: " + e.getMessage(), e);
    }
  }
}
