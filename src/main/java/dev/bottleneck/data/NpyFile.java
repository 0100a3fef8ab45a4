package dev.bottleneck.data;

import dev.bottleneck.runtime.UserError;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
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
 * <p>See {@link NpyLayout} for what the dimensions are. Values are taken as they are: bytes are not
 * divided by 255 unless {@code scale: pixels} says so.
 */
final class NpyFile {
  private NpyFile() {}

  /** Opens the user's file as training pool. */
  static Corpus open(Path file, DataOptions options) {
    if (file.toString().toLowerCase(Locale.ROOT).endsWith(".npz")) {
      return NpzFile.open(file, options);
    }
    ReadingOptions reading = options.reading();
    reading.requireOnly("npy:" + file, "test", "labels");
    NpyHeader header = header(file);
    SampleShape shape = NpyLayout.shape(file.toString(), header);
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
            List.of(
                "npy:%s: %s; %s"
                    .formatted(
                        file,
                        describe(header, shape),
                        labels.map(LabelFile::describe).orElse("no classes"))));
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
    SampleShape shape = NpyLayout.shape(file.toString(), header);
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

  private static Features features(Path file, NpyHeader header, SampleShape shape) {
    int size = (int) header.shape()[0];
    int length = shape.length();
    int bytes = header.type().bytes();
    int[] places = NpyLayout.places(header, shape);
    long all = (long) size * length * bytes;
    if (header.fortran()) {
      ByteBuffer[] parts =
          MappedFile.map(file, header.bytes(), all, MappedFile.MOST, header.order());
      return new ColumnFeatures(header.type(), parts, size, places);
    }
    int rowsPerPart = Math.max(1, MappedFile.MOST / (length * bytes));
    ByteBuffer[] parts =
        MappedFile.map(file, header.bytes(), all, rowsPerPart * length * bytes, header.order());
    return new StoredFeatures(header.type(), parts, rowsPerPart, size, length, false, places);
  }

  /** What was found, for a note. */
  static String describe(NpyHeader header, SampleShape shape) {
    return String.format(
        Locale.ROOT,
        "%,d %s, %s%s",
        header.shape()[0],
        shape.isVector()
            ? "vectors of " + shape.length() + " values"
            : "images of "
                + shape.height()
                + "x"
                + shape.width()
                + (shape.channels() == 1 ? "" : " in colour"),
        header.type().toString().toLowerCase(Locale.ROOT),
        header.fortran() ? " in Fortran order" : "");
  }
}
