package dev.bottleneck.data;

import dev.bottleneck.runtime.UserError;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The classes of examples in a file of their own: {@code .npy} of whole numbers or text, or a text
 * file with one a line.
 *
 * @param name of the file, without folders
 * @param classes of the examples, in their order
 */
record LabelFile(Path path, String name, String sha256, ClassColumn classes) {
  private static final long LARGEST = 1L << 31;

  static LabelFile read(String file) {
    Path path;
    try {
      path = Path.of(file);
    } catch (InvalidPathException e) {
      throw new UserError("labels " + file + ": " + e.getMessage(), e);
    }
    boolean npy = file.toLowerCase(Locale.ROOT).endsWith(".npy");
    List<String> texts = npy ? npy(path) : lines(path);
    return new LabelFile(
        path, SourceFile.fileName(path), Sha256.of(path), ClassColumn.of(path.toString(), texts));
  }

  private static List<String> lines(Path path) {
    try {
      if (!Files.isRegularFile(path)) {
        throw new UserError(
            "labels " + path + (Files.exists(path) ? ": no file" : ": no such file"));
      }
      List<String> lines = new ArrayList<>(Files.readAllLines(path));
      while (!lines.isEmpty() && lines.get(lines.size() - 1).isBlank()) {
        lines.remove(lines.size() - 1);
      }
      return lines.stream().map(String::strip).toList();
    } catch (IOException e) {
      throw new UserError("labels " + path + ": cannot be read as text: " + e.getMessage(), e);
    }
  }

  private static List<String> npy(Path path) {
    NpyHeader header = NpyFile.header(path);
    long[] shape = header.shape();
    boolean column = shape.length == 1 || shape.length == 2 && shape[1] == 1;
    long bytes = column ? shape[0] * header.elementBytes() : 0;
    if (!column || bytes > LARGEST) {
      throw new UserError("labels " + path + ": expected one class per example, shape [n]");
    }
    ByteBuffer values =
        MappedFile.map(path, header.bytes(), bytes, MappedFile.MOST, header.order())[0];
    List<String> texts = new ArrayList<>();
    int each = (int) header.elementBytes();
    for (int i = 0; i < shape[0]; i++) {
      texts.add(
          header.type() == null ? text(values, i * each, each) : number(path, header, values, i));
    }
    return texts;
  }

  private static String text(ByteBuffer values, int from, int bytes) {
    StringBuilder text = new StringBuilder();
    for (int at = from; at < from + bytes && values.getInt(at) != 0; at += Integer.BYTES) {
      text.appendCodePoint(
          Character.isValidCodePoint(values.getInt(at)) ? values.getInt(at) : 0xFFFD);
    }
    return text.toString();
  }

  private static String number(Path path, NpyHeader header, ByteBuffer values, int row) {
    float value = header.type().at(values, row * header.type().bytes());
    // Every whole number below is a float's; of larger ones none is a class.
    if (value != Math.rint(value) || Math.abs(value) > 1 << 24) {
      throw new UserError(
          "labels "
              + path
              + ", row "
              + row
              + ": "
              + value
              + " is no whole number that names a class");
    }
    return Integer.toString((int) value);
  }

  List<String> classNames() {
    return classes.names();
  }

  int[] labels() {
    return classes.labels();
  }

  void requireCount(int examples, String of) {
    if (classes.labels().length != examples) {
      throw new UserError(
          String.format(
              Locale.ROOT,
              "labels %s: %d classes for the %d examples of %s",
              path,
              classes.labels().length,
              examples,
              of));
    }
  }

  String describe() {
    return classNames().size() + " classes from " + path;
  }
}
