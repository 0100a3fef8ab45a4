package dev.bottleneck.data;

import dev.bottleneck.runtime.UserError;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Examples in NumPy's {@code .npy}: whole numbers of 8 to 64 bits or floats of 16 to 64, either
 * order of bytes and of indices, mapped rather than read.
 *
 * <p>{@code [n]} are examples of one value, {@code [n, values]} vectors, {@code [n, height, width]}
 * images, {@code [n, height, width, channels]} or {@code [n, channels, height, width]} images in
 * colour, told apart by which of the two is 1 or 3. Values are taken as they are: bytes are not
 * divided by 255 unless {@code scale: pixels} says so.
 */
final class NpyFile {
  private NpyFile() {}

  /** Opens the user's file as training pool. */
  static Corpus open(Path file, DataOptions options) {
    ReadingOptions reading = options.reading();
    reading.requireOnly("npy:" + file, "test", "labels");
    NpyHeader header = header(file);
    SampleShape shape = shape(file, header);
    Features features = features(file, header, shape);
    Map<String, String> sources = new LinkedHashMap<>();
    sources.put(SourceFile.fileName(file), Sha256.of(file));
    Optional<LabelFile> labels = reading.labelFile().map(LabelFile::read);
    labels.ifPresent(
        found -> {
          found.requireCount(features.size(), file.toString());
          sources.put(found.name(), found.sha256());
        });
    Description description =
        new Description(
            SourceFile.fileName(file).replaceFirst("\\.npy$", ""),
            shape,
            labels.map(LabelFile::classNames).orElse(List.of()),
            List.of(),
            sources,
            notes(file, header, shape, labels));
    Dataset pool = new Dataset(description, features, labels.map(LabelFile::labels).orElse(null));
    pool.requireFinite(file.toString());
    return new Corpus(pool, Optional.empty(), options.test());
  }

  /**
   * A matrix {@code [n, m]} of finite numbers, such as codes.
   *
   * @throws UserError if the file cannot be read, or holds something else
   */
  static Dataset matrix(Path file) {
    NpyHeader header = header(file);
    if (header.shape().length != 2) {
      throw new UserError(
          file + ": its shape is " + Arrays.toString(header.shape()) + ": a matrix was expected");
    }
    SampleShape shape = shape(file, header);
    Description description =
        new Description(SourceFile.fileName(file), shape, List.of(), Map.of());
    Dataset matrix = new Dataset(description, features(file, header, shape), null);
    matrix.requireFinite(file.toString());
    return matrix;
  }

  /** The header, held against the file's length. */
  static NpyHeader header(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new UserError(file + (Files.exists(file) ? " is no file" : " does not exist"));
    }
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      NpyHeader header = NpyHeader.read(file.toString(), in);
      long expected = header.bytes() + header.count(file.toString()) * header.elementBytes();
      long found = Files.size(file);
      if (expected != found) {
        throw new UserError(
            String.format(
                Locale.ROOT,
                "%s: damaged: its header %s declares %d bytes, found %d",
                file,
                Arrays.toString(header.shape()),
                expected,
                found));
      }
      return header;
    } catch (IOException e) {
      throw new UserError(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static SampleShape shape(Path file, NpyHeader header) {
    long[] shape = header.shape();
    if (header.type() == null) {
      throw new UserError(file + ": it holds text: examples are numbers");
    }
    if (shape.length < 1 || shape.length > 4) {
      throw new UserError(
          file
              + ": its shape is "
              + Arrays.toString(shape)
              + ": expected [n], [n, values], [n, height, width] or these with channels");
    }
    long length = Arrays.stream(shape).skip(1).reduce(1, (a, b) -> a * b);
    if (shape[0] > Integer.MAX_VALUE || length * header.elementBytes() > MappedFile.MOST) {
      throw new UserError(
          file + ": its shape is " + Arrays.toString(shape) + ": more than an example can have");
    }
    int[] s = Arrays.stream(shape).mapToInt(Math::toIntExact).toArray();
    return switch (s.length) {
      case 1 -> SampleShape.vector(1);
      case 2 -> SampleShape.vector(s[1]);
      case 3 -> new SampleShape(s[1], s[2], 1);
      default -> colour(file, s);
    };
  }

  private static SampleShape colour(Path file, int[] s) {
    if (isChannels(s[3])) {
      return new SampleShape(s[1], s[2], s[3]);
    }
    if (isChannels(s[1])) {
      return new SampleShape(s[2], s[3], s[1]);
    }
    throw new UserError(
        file
            + ": its shape is "
            + Arrays.toString(s)
            + ": the second or the last size must be 1 or 3, the channels of an image");
  }

  private static boolean isChannels(int size) {
    return size == 1 || size == 3;
  }

  private static Features features(Path file, NpyHeader header, SampleShape shape) {
    int size = (int) header.shape()[0];
    int length = shape.length();
    int bytes = header.type().bytes();
    int[] places = places(header, shape);
    long all = (long) size * length * bytes;
    if (header.fortran()) {
      ByteBuffer[] parts =
          MappedFile.map(file, header.bytes(), all, MappedFile.MOST, header.order());
      return new ColumnFeatures(header.type(), parts, size, places);
    }
    int rowsPerPart = Math.max(1, MappedFile.MOST / (length * bytes));
    ByteBuffer[] parts =
        MappedFile.map(file, header.bytes(), all, rowsPerPart * length * bytes, header.order());
    boolean inOrder = true;
    for (int i = 0; i < length; i++) {
      inOrder &= places[i] == i;
    }
    return new StoredFeatures(
        header.type(), parts, rowsPerPart, size, length, false, inOrder ? null : places);
  }

  /** For each value in the order [channels, height, width] its place within a stored example. */
  private static int[] places(NpyHeader header, SampleShape shape) {
    boolean last = header.shape().length == 4 && isChannels((int) header.shape()[3]);
    int height = shape.height();
    int width = shape.width();
    int channels = shape.channels();
    int[] places = new int[shape.length()];
    for (int c = 0; c < channels; c++) {
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          int[] index = last ? new int[] {y, x, c} : new int[] {c, y, x};
          int[] sizes =
              last ? new int[] {height, width, channels} : new int[] {channels, height, width};
          places[(c * height + y) * width + x] =
              header.fortran()
                  ? index[0] + sizes[0] * (index[1] + sizes[1] * index[2])
                  : (index[0] * sizes[1] + index[1]) * sizes[2] + index[2];
        }
      }
    }
    return places;
  }

  private static List<String> notes(
      Path file, NpyHeader header, SampleShape shape, Optional<LabelFile> labels) {
    List<String> notes = new ArrayList<>();
    notes.add(
        String.format(
            Locale.ROOT,
            "npy:%s: %,d %s, %s%s, mapped; %s",
            file,
            header.shape()[0],
            shape.isVector()
                ? "vectors of " + shape.length() + " values"
                : "images of "
                    + shape.height()
                    + "x"
                    + shape.width()
                    + (shape.channels() == 1 ? "" : " in colour"),
            header.type().toString().toLowerCase(Locale.ROOT),
            header.fortran() ? " in Fortran order" : "",
            labels.map(LabelFile::describe).orElse("no classes")));
    return notes;
  }
}
