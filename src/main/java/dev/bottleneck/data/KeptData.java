package dev.bottleneck.data;

import dev.bottleneck.autoencoder.NpyHead;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.runtime.WholeFile;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Examples that lay in memory, written down so that a run on them can be made again: a {@code .npy}
 * and a text of the classes, both named after their content.
 *
 * @param data as a configuration has it
 * @param labels the file of the classes, if there are any
 */
public record KeptData(String data, Optional<String> labels) {
  private static final int DIGITS = 12;

  /**
   * Writes {@code examples} into {@code folder}; a file that has the same content stays.
   *
   * @throws UserError if a value is not finite, or the name of a class is no line of text
   */
  public static KeptData in(Path folder, Dataset examples) {
    examples.requireFinite(examples.name());
    Path own = folder.toAbsolutePath().normalize();
    String name = examples.name().replaceAll("[^A-Za-z0-9._-]+", "-");
    Dataset values = examples.withoutClasses();
    Path file = own.resolve(name + "-" + digits(values.contentHash()) + ".npy");
    if (!Files.isRegularFile(file) || !holds(file, values)) {
      write(file, out -> write(values, out));
    }
    return new KeptData("npy:" + file, examples.labels().map(l -> labels(own, name, examples)));
  }

  private static boolean holds(Path file, Dataset values) {
    try {
      Dataset found = NpyFile.open(file, DataOptions.defaults()).pool();
      return found.contentHash().equals(values.contentHash());
    } catch (UserError damaged) {
      return false;
    }
  }

  private static String labels(Path folder, String name, Dataset examples) {
    String text =
        Arrays.stream(examples.labels().orElseThrow())
            .mapToObj(label -> line(examples.classNames().get(label)))
            .collect(Collectors.joining("\n", "", "\n"));
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    Path file = folder.resolve(name + "-classes-" + digits(Sha256.of(bytes)) + ".txt");
    write(file, out -> out.write(bytes));
    return file.toString();
  }

  private static String line(String className) {
    if (className.isBlank()
        || !className.equals(className.strip())
        || className.chars().anyMatch(Character::isISOControl)) {
      throw new UserError(
          "class \"%s\": its name must be a line of text, with nothing blank around it"
              .formatted(className));
    }
    return className;
  }

  private static void write(Path file, WholeFile.Content content) {
    try {
      WholeFile.write(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  /**
   * Vectors {@code [n, values]}, images {@code [n, height, width]}, in colour {@code [n, height,
   * width, 3]}: the forms that can be read in one way alone ({@link NpyLayout}).
   */
  private static void write(Dataset values, OutputStream raw) throws IOException {
    SampleShape s = values.shape();
    int pixels = s.height() * s.width();
    OutputStream out = new BufferedOutputStream(raw, 1 << 16);
    out.write(head(values.size(), s));
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.multiplyExact(s.length(), Float.BYTES))
            .order(ByteOrder.LITTLE_ENDIAN);
    float[] row = new float[s.length()];
    float[] last = new float[s.length()];
    for (int i = 0; i < values.size(); i++) {
      values.values().write(i, row, 0);
      for (int j = 0; j < row.length; j++) {
        last[j % pixels * s.channels() + j / pixels] = row[j];
      }
      bytes.asFloatBuffer().put(last);
      out.write(bytes.array());
    }
    out.flush();
  }

  private static byte[] head(int size, SampleShape s) {
    if (s.isVector()) {
      return NpyHead.ofFloats(size, s.length());
    }
    return s.channels() == 1
        ? NpyHead.ofFloats(size, s.height(), s.width())
        : NpyHead.ofFloats(size, s.height(), s.width(), s.channels());
  }

  private static String digits(String hash) {
    return hash.substring(0, DIGITS);
  }
}
