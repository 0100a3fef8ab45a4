package dev.bottleneck.data;

import dev.bottleneck.device.Devices;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Examples in memory: features {@code [n, height*width*channels]} and, if known, classes. */
public final class Dataset {
  private final String name;
  private final INDArray features;
  private final double transferSeconds;
  private final int size;
  private final int[] labels;
  private final SampleShape shape;
  private final List<String> classNames;
  private final Map<String, String> sources;
  private String contentHash;

  /**
   * @param name what reports call the data
   * @param features {@code [n, shape.length()]}; kept as it is if it is a whole c-ordered float
   *     array, else copied into one
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
    this(name, new Features.Built(features, 0), labels, shape, classNames, sources);
  }

  /** The same of features that were just built. */
  Dataset(
      String name,
      Features.Built built,
      Optional<int[]> labels,
      SampleShape shape,
      List<String> classNames,
      Map<String, String> sources) {
    INDArray features = built.array();
    require(features.rank() == 2, "features must be a matrix");
    require(features.size(1) == shape.length(), "features have " + features.size(1) + " columns");
    this.name = name;
    this.features = whole(features);
    this.transferSeconds = built.transferSeconds();
    this.size = Math.toIntExact(features.size(0));
    this.labels = labels.map(int[]::clone).orElse(null);
    this.shape = shape;
    this.classNames = List.copyOf(classNames);
    this.sources = Collections.unmodifiableMap(new LinkedHashMap<>(sources));
    labels.ifPresent(this::check);
  }

  private Dataset(Dataset original, INDArray features) {
    this.name = original.name;
    this.features = features;
    this.transferSeconds = original.transferSeconds;
    this.size = original.size;
    this.labels = original.labels;
    this.shape = original.shape;
    this.classNames = original.classNames;
    this.sources = original.sources;
    synchronized (original) {
      this.contentHash = original.contentHash;
    }
  }

  private void check(int[] labels) {
    require(labels.length == size(), labels.length + " labels for " + size() + " examples");
    for (int label : labels) {
      require(label >= 0 && label < classes(), "label " + label + " of " + classes() + " classes");
    }
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }

  /** A view, another order or another type would make gathering rows slow or wrong. */
  private static INDArray whole(INDArray features) {
    INDArray floats = features.castTo(DataType.FLOAT);
    return floats.isView() || floats.ordering() != 'c' ? floats.dup('c') : floats;
  }

  /** What reports call the data. */
  public String name() {
    return name;
  }

  /**
   * The features {@code [n, height*width*channels]}, float, c-order; not a copy. Those of images
   * and of the user's own data lie in [0,1], those of generated signals need not.
   */
  public INDArray features() {
    return features;
  }

  /**
   * Seconds it took to bring the features to a GPU when they were read; 0 on a processor, and for
   * what was selected of other data.
   */
  public double transferSeconds() {
    return transferSeconds;
  }

  /** The classes {@code [n]}, a copy; empty for unlabeled data. */
  public Optional<int[]> labels() {
    return Optional.ofNullable(labels).map(int[]::clone);
  }

  /** The same examples on the device of the calling thread: itself if they lie there. */
  Dataset here(Devices devices) {
    INDArray there = devices.here(features);
    return there == features ? this : new Dataset(this, there);
  }

  /** The shape of one example. */
  public SampleShape shape() {
    return shape;
  }

  /** The number of examples. */
  public int size() {
    return size;
  }

  /** The number of classes, 0 for unlabeled data. */
  public int classes() {
    return classNames.size();
  }

  /** The names of the classes, by class. */
  public List<String> classNames() {
    return classNames;
  }

  /** The SHA-256 of each file the data were read from, by file name. */
  public Map<String, String> sources() {
    return sources;
  }

  /**
   * The SHA-256 over the shape, the features (little-endian floats, c-order) and the labels
   * (little-endian ints), computed when first asked for.
   */
  public synchronized String contentHash() {
    if (contentHash == null) {
      MessageDigest digest = Sha256.digest();
      digest.update(ints(size(), shape.height(), shape.width(), shape.channels(), classes()));
      Features.read(features, block -> digest.update(floats(block)));
      if (labels != null) {
        digest.update(ints(labels));
      }
      contentHash = Sha256.hex(digest.digest());
    }
    return contentHash;
  }

  private static ByteBuffer floats(float[] values) {
    ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES);
    bytes.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(values);
    return bytes;
  }

  private static ByteBuffer ints(int... values) {
    ByteBuffer bytes = ByteBuffer.allocate(values.length * Integer.BYTES);
    bytes.order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().put(values);
    return bytes;
  }

  /**
   * The labels as float {@code [n, classes]}, 1 at each example's class.
   *
   * @throws IllegalStateException if the data are unlabeled
   */
  public INDArray oneHot() {
    if (labels == null) {
      throw new IllegalStateException(name + " has no labels");
    }
    return Features.build(
            size(), classes(), (row, block, offset) -> block[offset + labels[row]] = 1)
        .array();
  }

  /** A copy of the examples {@code from} (inclusive) to {@code to} (exclusive). */
  public Dataset rows(int from, int to) {
    return select(IntStream.range(from, to).toArray());
  }

  /** A copy of the first example of each class that has one, in the order of the classes. */
  public Dataset firstOfEachClass() {
    if (labels == null) {
      throw new IllegalStateException(name + " has no labels");
    }
    return select(
        IntStream.range(0, classes())
            .flatMap(c -> IntStream.range(0, size()).filter(i -> labels[i] == c).limit(1))
            .toArray());
  }

  /**
   * A copy of {@code count} examples drawn without replacement; the draw depends on the seed alone.
   */
  public Dataset sample(int count, long seed) {
    return select(Arrays.copyOf(Permutation.of(size(), seed, 0), count));
  }

  /** A copy of the examples with these indices, in their order; at least one. */
  public Dataset select(int[] indices) {
    require(indices.length > 0, "no example selected");
    int[] chosen = new int[labels == null ? 0 : indices.length];
    for (int i = 0; i < indices.length; i++) {
      // pullRows reads past the end instead of refusing.
      require(indices[i] >= 0 && indices[i] < size(), "example " + indices[i] + " of " + size());
      if (labels != null) {
        chosen[i] = labels[indices[i]];
      }
    }
    return new Dataset(
        name,
        Nd4j.pullRows(features, 1, indices, 'c'),
        labels == null ? Optional.empty() : Optional.of(chosen),
        shape,
        classNames,
        sources);
  }
}
