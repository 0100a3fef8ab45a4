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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * Examples in NumPy's {@code .npz}: arrays {@code x} and, if there are classes, {@code y}; or
 * {@code x_train}, {@code y_train}, {@code x_test}, {@code y_test}, as Keras has its data sets.
 */
final class NpzFile {
  private final Path file;
  private final ZipFile zip;
  private final DataOptions options;
  private final String sha256;
  private final List<String> notes = new ArrayList<>();

  private NpzFile(Path file, ZipFile zip, DataOptions options) {
    this.file = file;
    this.zip = zip;
    this.options = options;
    this.sha256 = Sha256.of(file);
  }

  static Corpus open(Path file, DataOptions options) {
    options.reading().requireOnly("npy:" + file, "test");
    if (!Files.isRegularFile(file)) {
      throw new UserError(file + (Files.exists(file) ? " is no file" : " does not exist"));
    }
    try (ZipFile zip = new ZipFile(file.toFile())) {
      return new NpzFile(file, zip, options).read();
    } catch (ZipException e) {
      throw new UserError(file + ": damaged, or no .npz: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new UserError(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  private Corpus read() throws IOException {
    if (zip.stream().map(ZipEntry::getName).distinct().count() < zip.size()) {
      throw new UserError(file + ": damaged: it holds an array twice");
    }
    boolean keras = zip.getEntry("x_train.npy") != null;
    String train = keras ? "_train" : "";
    boolean test = keras && zip.getEntry("x_test.npy") != null;
    Optional<List<String>> classes = classes("y" + train);
    Optional<List<String>> testClasses = test ? classes("y_test") : Optional.empty();
    // Numbered together: a class that only one part has must not shift the others.
    List<String> both =
        Stream.of(classes, testClasses).flatMap(Optional::stream).flatMap(List::stream).toList();
    Optional<ClassColumn> column =
        both.isEmpty() ? Optional.empty() : Optional.of(ClassColumn.of(file.toString(), both));
    int first = classes.map(List::size).orElse(0);
    notePassedOver(train, test);
    Dataset pool = dataset("x" + train, column, classes.isPresent(), 0, first);
    Optional<Dataset> testPart =
        test
            ? Optional.of(dataset("x_test", column, testClasses.isPresent(), first, both.size()))
            : Optional.empty();
    return new Corpus(pool, testPart, options.test());
  }

  private Optional<List<String>> classes(String array) throws IOException {
    ZipEntry entry = zip.getEntry(array + ".npy");
    if (entry == null) {
      return Optional.empty();
    }
    String name = name(array);
    CRC32 sum = new CRC32();
    try (InputStream in = open(entry, sum)) {
      NpyHeader header = header(name, entry, in);
      byte[] values = in.readNBytes(Math.toIntExact(LabelFile.bytes(name, header)));
      requireChecksum(name, entry, in, sum);
      return Optional.of(
          LabelFile.texts(name, header, ByteBuffer.wrap(values).order(header.order())));
    }
  }

  /** An array that is passed over may be one that was meant, under a damaged name. */
  private void notePassedOver(String train, boolean test) {
    List<String> known = new ArrayList<>(List.of("x" + train + ".npy", "y" + train + ".npy"));
    known.addAll(test ? List.of("x_test.npy", "y_test.npy") : List.of());
    String others =
        zip.stream()
            .map(ZipEntry::getName)
            .filter(name -> !known.contains(name))
            .sorted()
            .collect(Collectors.joining(", "));
    if (!others.isEmpty()) {
      notes.add("npy:" + file + ": passed over: " + others);
    }
  }

  private InputStream open(ZipEntry entry, CRC32 sum) throws IOException {
    return new BufferedInputStream(new CheckedInputStream(zip.getInputStream(entry), sum), 1 << 16);
  }

  /** Once all of {@code entry} was read: Java's zip does not look at the checksum itself. */
  private static void requireChecksum(String name, ZipEntry entry, InputStream in, CRC32 sum)
      throws IOException {
    if (in.read() >= 0 || sum.getValue() != entry.getCrc()) {
      throw new UserError(name + ": damaged: its checksum is wrong");
    }
  }

  private String name(String array) {
    return file + " (" + array + ")";
  }

  private NpyHeader header(String name, ZipEntry entry, InputStream in) throws IOException {
    NpyHeader header = NpyHeader.read(name, in);
    long expected = header.bytes() + header.count(name) * header.elementBytes();
    if (entry.getSize() != expected) {
      throw new UserError(
          name
              + ": damaged: its header "
              + Arrays.toString(header.shape())
              + " declares "
              + expected
              + " bytes, found "
              + entry.getSize());
    }
    return header;
  }

  private Dataset dataset(
      String array, Optional<ClassColumn> column, boolean labelled, int from, int to)
      throws IOException {
    ZipEntry entry = zip.getEntry(array + ".npy");
    if (entry == null) {
      throw new UserError(file + ": it holds no array x, nor x_train");
    }
    String name = name(array);
    Features features;
    SampleShape shape;
    CRC32 sum = new CRC32();
    try (InputStream in = open(entry, sum)) {
      NpyHeader header = header(name, entry, in);
      shape = NpyLayout.shape(name, header);
      features = features(name, header, shape, in);
      requireChecksum(name, entry, in, sum);
      notes.add("npy:" + name + ": " + NpyFile.describe(header, shape));
    }
    if (labelled && to - from != features.size()) {
      throw new UserError(
          name + ": " + features.size() + " examples, but " + (to - from) + " classes");
    }
    String stem = SourceFile.fileName(file);
    Description description =
        new Description(
            stem.substring(0, stem.length() - ".npz".length()),
            shape,
            labelled ? column.orElseThrow().names() : List.of(),
            List.of(),
            Map.of(stem, sha256),
            notes);
    Dataset data =
        new Dataset(
            description,
            features,
            labelled ? Arrays.copyOfRange(column.orElseThrow().labels(), from, to) : null);
    data.requireFinite(name);
    return data;
  }

  private Features features(String name, NpyHeader header, SampleShape shape, InputStream in)
      throws IOException {
    if (header.fortran() && header.shape().length > 1) {
      throw new UserError(name + ": it is in Fortran order: save numpy.ascontiguousarray(x)");
    }
    FeatureBuilder builder =
        new FeatureBuilder(header.type(), shape.length(), false, options.cacheDir());
    byte[] row = new byte[shape.length() * header.type().bytes()];
    for (long i = 0; i < header.shape()[0]; i++) {
      if (in.readNBytes(row, 0, row.length) < row.length) {
        throw new UserError(name + ": damaged: it ends in example " + i);
      }
      builder.add(row);
    }
    return builder.build(header.order(), NpyLayout.places(header, shape));
  }
}
