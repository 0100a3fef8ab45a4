package dev.bottleneck.data;

import dev.bottleneck.autoencoder.Scaling;
import dev.bottleneck.device.Devices;
import dev.bottleneck.runtime.UserError;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Examples: features {@code [n, channels*height*width]} and, if known, classes. Immutable. */
public final class Dataset {
  private final Description description;
  private final Features features;
  private final int[] labels;
  private final double transferSeconds;
  private final Dataset raw; // what was scaled; null if nothing was
  private Inspection inspection;

  /**
   * @param name what reports call the data
   * @param features {@code [n, shape.length()]}
   * @param labels {@code [n]} in {@code 0..classNames.size()-1}; empty for unlabeled data
   * @param shape of one example
   * @param classNames one per class; empty for unlabeled data
   * @param sources SHA-256 of each file the data were read from, by file name; empty for generated
   *     data
   * @throws IllegalArgumentException if these do not fit together
   */
  public Dataset(
      String name,
      INDArray features,
      Optional<int[]> labels,
      SampleShape shape,
      List<String> classNames,
      Map<String, String> sources) {
    this(
        new Description(name, shape, classNames, sources),
        Features.of(features),
        labels.orElse(null));
  }

  /** The same of features in any form; {@code labels} may be {@code null}. */
  Dataset(Description description, Features features, int[] labels) {
    this(description, features, labels == null ? null : labels.clone(), null, 0, null);
    int columns = features.length();
    require(columns == shape().length(), "features have " + columns + " columns");
    if (labels != null) {
      check(labels);
    }
  }

  /** Of labels that nobody else holds. */
  private Dataset(
      Description description,
      Features features,
      int[] labels,
      Dataset raw,
      double transferSeconds,
      Inspection inspection) {
    this.description = description;
    this.features = features;
    this.labels = labels;
    this.transferSeconds = transferSeconds;
    this.raw = raw;
    this.inspection = inspection;
  }

  private void check(int[] labels) {
    require(labels.length == size(), labels.length + " labels for " + size() + " examples");
    for (int label : labels) {
      if (label < 0 || label >= classes()) {
        throw new IllegalArgumentException("label " + label + " of " + classes() + " classes");
      }
    }
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }

  /** What reports call the data. */
  public String name() {
    return description.name();
  }

  /** The values {@code [n, channels*height*width]}, in the form in which they are held. */
  public Features values() {
    return features;
  }

  /**
   * All features as floats {@code [n, channels*height*width]}, c-order: for parts that are small
   * enough to lie in memory so. What goes through many examples takes {@link #values}.
   */
  public INDArray features() {
    return features.matrix();
  }

  /** Seconds it took to bring the features to a GPU; 0 on a processor. */
  public double transferSeconds() {
    return transferSeconds;
  }

  /** The classes {@code [n]}, a copy; empty for unlabeled data. */
  public Optional<int[]> labels() {
    return Optional.ofNullable(labels).map(int[]::clone);
  }

  /** The same examples on the device of the calling thread: itself if they lie there. */
  Dataset here(Devices devices) {
    long begun = System.nanoTime();
    Features there = features.here(devices);
    if (there == features) {
      return this;
    }
    devices.finish();
    double seconds = (System.nanoTime() - begun) / 1e9;
    return new Dataset(
        description, there, labels, raw, transferSeconds + seconds, inspectedSoFar());
  }

  private synchronized Inspection inspectedSoFar() {
    return inspection;
  }

  /** The shape of one example. */
  public SampleShape shape() {
    return description.shape();
  }

  /** The number of examples. */
  public int size() {
    return features.size();
  }

  /** The number of classes, 0 for unlabeled data. */
  public int classes() {
    return classNames().size();
  }

  /** The names of the classes, by class. */
  public List<String> classNames() {
    return description.classNames();
  }

  /** The names of the features, such as a table's columns; empty if they have none. */
  public List<String> featureNames() {
    return description.featureNames();
  }

  /** The SHA-256 of each file the data were read from, by file name. */
  public Map<String, String> sources() {
    return description.sources();
  }

  /** What was understood, taken and passed over while reading, a sentence each. */
  public List<String> notes() {
    return description.notes();
  }

  /**
   * The SHA-256 over the shape, the features (little-endian floats, c-order) and the labels
   * (little-endian ints), computed when first asked for; of scaled data that of the values before.
   */
  public String contentHash() {
    return raw == null ? inspection().sha256() : raw.contentHash();
  }

  /** What one pass over all values tells, made when first asked for. */
  synchronized Inspection inspection() {
    if (inspection == null) {
      inspection = Inspection.of(this, labels);
    }
    return inspection;
  }

  /**
   * One value of the examples.
   *
   * @param row which example, from 0
   * @param column which of its values, from 0
   */
  public record Value(float value, int row, int column) {}

  /** The smallest value, found when first asked for. */
  public Value lowest() {
    return inspection().lowest();
  }

  /** The largest value, found when first asked for. */
  public Value highest() {
    return inspection().highest();
  }

  /**
   * Refuses values that are NaN or infinite.
   *
   * @param file what the error calls the data
   */
  void requireFinite(String file) {
    inspection()
        .notFinite()
        .ifPresent(
            bad -> {
              throw new UserError(
                  String.format(
                      Locale.ROOT,
                      "%s: row %d, value %d (both from 0) is %s: only finite numbers can be learned",
                      file,
                      bad.row(),
                      bad.column(),
                      bad.value()));
            });
  }

  /** Of scaled data: how many values before clipping lie beyond [0,1]. */
  long beyondTheUnitInterval(Scaling scaling) {
    long[] count = new long[1];
    int length = features.length();
    raw.values()
        .read(
            (first, rows, block) -> {
              for (int row = 0; row < rows; row++) {
                scaling.apply(block, row * length);
              }
              for (int i = 0; i < rows * length; i++) {
                count[0] += block[i] < 0 || block[i] > 1 ? 1 : 0;
              }
            });
    return count[0];
  }

  /** The same examples scaled; see {@link ScaledFeatures} for {@code clipped}. */
  Dataset scaled(Scaling scaling, boolean clipped) {
    return scaling.isNone()
        ? this
        : new Dataset(
            description, new ScaledFeatures(features, scaling, clipped), labels, this, 0, null);
  }

  /**
   * The labels {@code [n, classes]}, 1 at each example's class.
   *
   * @throws IllegalStateException if the data are unlabeled
   */
  public Features oneHot() {
    requireLabels();
    int classes = classes();
    return Features.computed(
        size(),
        classes,
        (row, block, offset) -> {
          Arrays.fill(block, offset, offset + classes, 0);
          block[offset + labels[row]] = 1;
        });
  }

  private void requireLabels() {
    if (labels == null) {
      throw new IllegalStateException(name() + " has no labels");
    }
  }

  /** The same examples under another name. */
  public Dataset named(String name) {
    return new Dataset(described(name, classNames()), features, labels, raw, 0, inspectedSoFar());
  }

  /** The same examples, each of another shape of as many values. */
  public Dataset shaped(SampleShape shape) {
    require(shape.length() == shape().length(), "an example has " + shape().length() + " values");
    return new Dataset(
        new Description(name(), shape, classNames(), featureNames(), sources(), notes()),
        features,
        labels,
        raw == null ? null : raw.shaped(shape),
        0,
        inspectedSoFar());
  }

  /**
   * The same examples with their classes, numbered as those of a file are.
   *
   * @param classes the name of each example's
   * @throws UserError if they are not as many, or one has no name
   */
  public Dataset labelled(List<String> classes) {
    if (classes.size() != size()) {
      throw new UserError(
          String.format(Locale.ROOT, "%d classes for %d examples", classes.size(), size()));
    }
    ClassColumn column = ClassColumn.of("classes", classes);
    return new Dataset(described(name(), column.names()), features, column.labels());
  }

  /** The same examples without their classes. */
  Dataset withoutClasses() {
    return new Dataset(described(name(), List.of()), features, null);
  }

  private Description described(String name, List<String> classNames) {
    return new Description(name, shape(), classNames, featureNames(), sources(), notes());
  }

  /** The examples {@code from} (inclusive) to {@code to} (exclusive). */
  public Dataset rows(int from, int to) {
    return select(IntStream.range(from, to).toArray());
  }

  /** The names of the classes that have an example. */
  public List<String> presentClasses() {
    return labels == null
        ? List.of()
        : Arrays.stream(labels).distinct().sorted().mapToObj(classNames()::get).toList();
  }

  /** The first example of each class that has one, in the order of the classes. */
  public Dataset firstOfEachClass() {
    requireLabels();
    return select(
        IntStream.range(0, classes())
            .flatMap(c -> IntStream.range(0, size()).filter(i -> labels[i] == c).limit(1))
            .toArray());
  }

  /**
   * {@code count} examples drawn without replacement from all of them, of each class in proportion
   * to its share where there are classes; the draw depends on the seed alone.
   */
  public Dataset sample(int count, long seed) {
    return select(
        labels == null
            ? Arrays.copyOf(Permutation.of(size(), seed, 0), count)
            : StratifiedSample.of(labels, classes(), count, seed));
  }

  /** The examples with these indices, in their order, the values not copied; at least one. */
  public Dataset select(int[] indices) {
    require(indices.length > 0, "no example selected");
    Features chosen = features.select(indices);
    return new Dataset(
        description,
        chosen,
        labels == null ? null : Arrays.stream(indices).map(i -> labels[i]).toArray(),
        raw == null ? null : raw.select(indices),
        0,
        null);
  }
}
