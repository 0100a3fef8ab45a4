package dev.bottleneck;

import static dev.bottleneck.Bottleneck.computed;
import static dev.bottleneck.BottleneckException.orTold;

import dev.bottleneck.data.DataOptions;
import dev.bottleneck.data.Dataset;
import dev.bottleneck.data.Datasets;
import dev.bottleneck.data.SampleShape;
import dev.bottleneck.runtime.Require;
import dev.bottleneck.runtime.UserError;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.datavec.api.records.reader.RecordReader;
import org.datavec.api.writable.Writable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Examples, and their classes where they are known, in their own units. Immutable.
 *
 * <p>What lies in memory is written once into the folder of runs that are trained on it, named
 * after its content, so that each can be run again and gone on with.
 */
public final class Data {
  private static final String NAME = "data";

  private final Dataset dataset;
  private final Optional<String> spec;

  private Data(Dataset dataset) {
    this(dataset, Optional.empty());
  }

  private Data(Dataset dataset, Optional<String> spec) {
    this.dataset = dataset;
    this.spec = spec;
  }

  static Data of(Dataset dataset) {
    return new Data(dataset);
  }

  private static Data of(INDArray rows, SampleShape shape) {
    return new Data(new Dataset(NAME, rows, Optional.empty(), shape, List.of(), Map.of()));
  }

  /**
   * Examples in the form of vectors.
   *
   * @param examples {@code [n][values]}, finite
   */
  public static Data of(float[][] examples) {
    return computed(
        () -> {
          requireRectangle(examples);
          return of(Nd4j.createFromArray(examples), SampleShape.vector(examples[0].length));
        });
  }

  private static void requireRectangle(float[][] examples) {
    if (examples.length == 0 || examples[0].length == 0) {
      throw new UserError("there are no examples: give [n][values], both 1 at least");
    }
    for (int i = 0; i < examples.length; i++) {
      if (examples[i].length != examples[0].length) {
        throw new UserError(
            "example %d has %d values, and example 0 has %d: all must have as many"
                .formatted(i, examples[i].length, examples[0].length));
      }
    }
  }

  /**
   * Examples in the form of an array of any type.
   *
   * @param examples vectors {@code [n, values]}, or images {@code [n, height, width]} or {@code [n,
   *     channels, height, width]} of one channel or three
   */
  public static Data of(INDArray examples) {
    return orTold(
        () -> {
          SampleShape shape = shape(examples);
          INDArray rows = examples.castTo(DataType.FLOAT).dup('c');
          long[] flat = {examples.size(0), shape.length()};
          return of(rows.reshape('c', flat), shape);
        });
  }

  private static SampleShape shape(INDArray examples) {
    int[] s = Arrays.stream(examples.shape()).mapToInt(Math::toIntExact).toArray();
    if (examples.isEmpty()) {
      throw new UserError("there are no examples: the array is empty");
    }
    boolean images = s.length == 3 || s.length == 4 && (s[1] == 1 || s[1] == 3);
    if (s.length != 2 && !images) {
      throw new UserError(
          "examples of shape %s: expected [n, values], [n, height, width] or [n, channels, height, width] of 1 or 3 channels"
              .formatted(Arrays.toString(s)));
    }
    return switch (s.length) {
      case 2 -> SampleShape.vector(s[1]);
      case 3 -> new SampleShape(s[1], s[2], 1);
      default -> new SampleShape(s[2], s[3], s[1]);
    };
  }

  /** All records that are left in {@code reader}, each of which is an example of numbers. */
  public static Data of(RecordReader reader) {
    return orTold(
        () -> {
          List<float[]> rows = new ArrayList<>();
          while (reader.hasNext()) {
            rows.add(row(reader.next(), rows.size()));
          }
          return of(rows.toArray(float[][]::new));
        });
  }

  private static float[] row(List<Writable> record, int number) {
    float[] row = new float[record.size()];
    for (int i = 0; i < row.length; i++) {
      try {
        row[i] = record.get(i).toFloat();
      } catch (NumberFormatException | UnsupportedOperationException e) {
        throw new UserError(
            "record %d, value %d (both from 0) is \"%s\": only numbers can be learned"
                .formatted(number, i, record.get(i)),
            e);
      }
    }
    return row;
  }

  /** All examples that are left in {@code iterator}; the classes, where its labels are one-hot. */
  public static Data of(DataSetIterator iterator) {
    return orTold(
        () -> {
          List<INDArray> features = new ArrayList<>();
          List<INDArray> labels = new ArrayList<>();
          while (iterator.hasNext()) {
            DataSet next = iterator.next();
            features.add(next.getFeatures());
            labels.add(next.getLabels());
          }
          if (features.isEmpty()) {
            throw new UserError("there are no examples: the iterator has none left");
          }
          Data data = of(Nd4j.concat(0, features.toArray(INDArray[]::new)));
          boolean classes = labels.stream().allMatch(Data::areOneHot);
          return classes
              ? data.labels(
                  labels.stream()
                      .flatMapToInt(l -> Arrays.stream(l.argMax(1).toIntVector()))
                      .toArray())
              : data;
        });
  }

  private static boolean areOneHot(INDArray labels) {
    return labels != null
        && labels.rank() == 2
        && labels.size(1) > 1
        && labels.eq(0).castTo(DataType.INT32).sumNumber().longValue()
            == labels.size(0) * (labels.size(1) - 1)
        && labels.max(1).eq(1).castTo(DataType.INT32).sumNumber().longValue() == labels.size(0);
  }

  /**
   * A data set by its name, or one's own file.
   *
   * @param spec such as {@code mnist}, {@code csv:FILE}, {@code npy:FILE}, {@code images:DIR} or
   *     {@code idx:DIR}; all examples but those of a published test part
   */
  public static Data open(String spec) {
    return computed(
        () ->
            new Data(
                Datasets.open(spec, DataOptions.defaults()).pool(),
                Optional.of(Datasets.absolute(spec, Optional.empty()))));
  }

  /**
   * The same examples with their classes, which are numbered in their order.
   *
   * @param classes one an example, any whole numbers
   */
  public Data labels(int... classes) {
    return labels(Arrays.stream(classes).mapToObj(Integer::toString).toList());
  }

  /**
   * The same examples with their classes by name, which are numbered in the order of their names.
   *
   * @param classes one an example
   */
  public Data labels(List<String> classes) {
    return orTold(() -> new Data(dataset.labelled(classes)));
  }

  /** The same examples as images, row by row, gray or their red, their green and their blue. */
  public Data images(int height, int width) {
    return orTold(
        () -> {
          Require.atLeast("height", height, 1);
          Require.atLeast("width", width, 1);
          int channels = (int) (values() / ((long) height * width));
          if ((long) height * width * channels != values() || channels != 1 && channels != 3) {
            throw new UserError(
                "examples of %d values are no images of %d × %d, gray or in three colours"
                    .formatted(values(), height, width));
          }
          return new Data(dataset.shaped(new SampleShape(height, width, channels)));
        });
  }

  /** The same examples under the name that reports call them by. */
  public Data named(String name) {
    return new Data(dataset.named(name));
  }

  /** The examples {@code from} (inclusive) to {@code to} (exclusive). */
  public Data rows(int from, int to) {
    return orTold(
        () -> {
          if (from < 0 || to <= from || to > size()) {
            throw new UserError(
                "rows %d to %d of %d examples: there are none such".formatted(from, to, size()));
          }
          return of(dataset.rows(from, to));
        });
  }

  /**
   * Images as a picture, from black at 0 to white at 1; values beyond that are brought there, all
   * by one rule.
   *
   * @param columns how many stand in a row
   */
  public BufferedImage picture(int columns) {
    return orTold(
        () -> {
          Require.atLeast("columns", columns, 1);
          float low = Math.min(0, dataset.lowest().value());
          float high = dataset.highest().value() > 1 ? dataset.highest().value() : 1;
          INDArray images = dataset.features().sub(low).divi(high - low);
          return Pictures.draw(dataset.shape(), images, columns);
        });
  }

  /** How many examples. */
  public int size() {
    return dataset.size();
  }

  /** Values of an example. */
  public int values() {
    return dataset.shape().length();
  }

  /** All examples, {@code [size][values]}. */
  public float[][] examples() {
    return orTold(() -> dataset.features().toFloatMatrix());
  }

  /** The class of each example; empty where they have none. */
  public Optional<int[]> classes() {
    return dataset.labels();
  }

  /** The names of the classes; none where there are no classes. */
  public List<String> classNames() {
    return dataset.classNames();
  }

  /** Where they lie as they are; empty of what lies in memory, or was changed since. */
  Optional<String> spec() {
    return spec;
  }

  Dataset dataset() {
    return dataset;
  }
}
