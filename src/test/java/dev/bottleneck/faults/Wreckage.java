package dev.bottleneck.faults;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** What a command left in a folder: whole files, half-written ones, and what nobody needs. */
final class Wreckage {
  private static final byte[] END_OF_PNG = {
    'I', 'E', 'N', 'D', (byte) 0xAE, 0x42, 0x60, (byte) 0x82
  };

  private Wreckage() {}

  /** All files below {@code folder}, as far as they are still there when they are listed. */
  static List<Path> files(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    } catch (UncheckedIOException e) {
      if (e.getCause() instanceof NoSuchFileException) {
        return files(folder); // one was removed while they were listed
      }
      throw e;
    }
  }

  /** A line for each file that is not whole and has a name of its own. */
  static List<String> halfWritten(Path folder) throws IOException {
    List<String> found = new ArrayList<>();
    for (Path file : files(folder)) {
      if (!isAside(file)) {
        try {
          requireWhole(file);
        } catch (IOException e) {
          found.add(folder.relativize(file) + " is half-written: " + e.getMessage());
        }
      }
    }
    return found;
  }

  /** Names of files that a killed command had not yet given their own names. */
  static List<String> leftAside(Path folder) throws IOException {
    return files(folder).stream()
        .filter(Wreckage::isAside)
        .map(file -> folder.relativize(file).toString())
        .toList();
  }

  private static boolean isAside(Path file) {
    String name = file.getFileName().toString();
    return name.startsWith(".") && name.endsWith(".part");
  }

  private static void requireWhole(Path file) throws IOException {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    String kind = name.substring(name.lastIndexOf('.') + 1);
    switch (kind) {
      case "json" -> require(new JsonMapper().readTree(Files.readAllBytes(file)).isContainerNode());
      case "yaml" -> require(new YAMLMapper().readTree(Files.readAllBytes(file)).isContainerNode());
      case "zip" -> requireWholeZip(file);
      case "png" -> require(endsWith(file, END_OF_PNG));
      case "html" -> require(Files.readString(file).strip().endsWith("</html>"));
      case "csv", "md" -> require(endsWith(file, new byte[] {'\n'}));
      case "npy", "gz" -> require(Files.size(file) > 0);
      default -> {
        // Logs grow, locks are empty, and databases and states guard themselves.
      }
    }
  }

  private static void require(boolean whole) throws IOException {
    if (!whole) {
      throw new IOException("its end is missing");
    }
  }

  private static boolean endsWith(Path file, byte[] end) throws IOException {
    byte[] all = Files.readAllBytes(file);
    return all.length >= end.length
        && Arrays.equals(Arrays.copyOfRange(all, all.length - end.length, all.length), end);
  }

  private static void requireWholeZip(Path file) throws IOException {
    try (ZipFile zip = new ZipFile(file.toFile(), StandardCharsets.UTF_8)) {
      for (ZipEntry entry : zip.stream().toList()) {
        try (InputStream in = zip.getInputStream(entry)) {
          in.readAllBytes(); // compares its checksum
        }
      }
    }
  }
}
