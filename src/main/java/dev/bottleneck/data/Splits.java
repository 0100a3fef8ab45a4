package dev.bottleneck.data;

import dev.bottleneck.autoencoder.Scaling;
import dev.bottleneck.data.ReadingOptions.Scale;
import dev.bottleneck.device.Devices;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Training, validation and test examples, no two of which share an example.
 *
 * <p>Each part says which rows of which data it was taken from; a part that would share a row with
 * another is refused, so that no score can come from an example that was trained on.
 */
public final class Splits {
  /**
   * Some examples of a larger whole.
   *
   * @param whole the data the indices count in
   * @param indices which of its examples, each at most once
   */
  public record Rows(Dataset whole, int[] indices) {
    /** The examples; {@code whole} itself if the indices are all of it in order. */
    public Dataset data() {
      for (int i = 0; i < indices.length; i++) {
        if (indices[i] != i) {
          return whole.select(indices);
        }
      }
      return indices.length == whole.size() ? whole : whole.select(indices);
    }
  }

  private final Rows trainRows;
  private final Optional<Rows> validationRows;
  private final Optional<Rows> testRows;
  private final Dataset train;
  private final Optional<Dataset> validation;
  private final Optional<Dataset> test;
  private final Scaling scaling;
  private final Scale scale;
  private List<String> notes; // null until asked for: they take a pass over the held-out parts

  /**
   * Takes the parts out of their wholes.
   *
   * @throws IllegalArgumentException if an example is in two parts, or twice in one
   */
  public Splits(Rows train, Optional<Rows> validation, Optional<Rows> test) {
    requireDistinct("training", train);
    validation.ifPresent(rows -> requireDistinct("validation", rows));
    test.ifPresent(rows -> requireDistinct("test", rows));
    validation.ifPresent(rows -> requireDisjoint("training", train, "validation", rows));
    test.ifPresent(rows -> requireDisjoint("training", train, "test", rows));
    if (validation.isPresent() && test.isPresent()) {
      requireDisjoint("validation", validation.get(), "test", test.get());
    }
    this.trainRows = train;
    this.validationRows = validation;
    this.testRows = test;
    this.train = train.data();
    this.validation = validation.map(Rows::data);
    this.test = test.map(Rows::data);
    this.scaling = Scaling.none();
    this.scale = Scale.NONE;
  }

  private Splits(Splits original, Scale scale) {
    boolean clipped = scale == Scale.MINMAX;
    Scaling scaling = fit(scale, original.train.values());
    this.trainRows = original.trainRows;
    this.validationRows = original.validationRows;
    this.testRows = original.testRows;
    this.train = original.train.scaled(scaling, false);
    this.validation = original.validation.map(part -> part.scaled(scaling, clipped));
    this.test = original.test.map(part -> part.scaled(scaling, clipped));
    this.scaling = scaling;
    this.scale = scale;
  }

  private Splits(Splits original, Devices devices) {
    this.trainRows = original.trainRows;
    this.validationRows = original.validationRows;
    this.testRows = original.testRows;
    this.train = original.train.here(devices);
    this.validation = original.validation.map(part -> part.here(devices));
    this.test = original.test.map(part -> part.here(devices));
    this.scaling = original.scaling;
    this.scale = original.scale;
  }

  private static void requireDistinct(String part, Rows rows) {
    BitSet seen = new BitSet();
    for (int index : rows.indices()) {
      if (seen.get(index)) {
        throw new IllegalArgumentException("example " + index + " is twice in the " + part);
      }
      seen.set(index);
    }
  }

  private static void requireDisjoint(String nameA, Rows a, String nameB, Rows b) {
    if (a.whole() != b.whole()) {
      return;
    }
    BitSet seen = new BitSet();
    for (int index : a.indices()) {
      seen.set(index);
    }
    for (int index : b.indices()) {
      if (seen.get(index)) {
        throw new IllegalArgumentException(
            "example " + index + " is in both the " + nameA + " and the " + nameB + " part");
      }
    }
  }

  /**
   * The same parts scaled, by what is fitted on the training part alone. With {@code minmax} the
   * values of the other parts that lie beyond the training part's range are taken at its ends.
   */
  public Splits scaled(Scale scale) {
    if (scale == Scale.NONE) {
      return this;
    }
    return new Splits(this, scale);
  }

  private static Scaling fit(Scale scale, Features values) {
    int length = values.length();
    if (scale == Scale.PIXELS) {
      float[] largest = new float[length];
      Arrays.fill(largest, 255);
      return Scaling.of(Scaling.Kind.MINMAX, new float[length], largest);
    }
    Scaling.Fit fit = new Scaling.Fit();
    values.read(
        (first, rows, block) -> {
          for (int row = 0; row < rows; row++) {
            fit.add(block, row * length, length);
          }
        });
    return fit.scaling(scale == Scale.MINMAX ? Scaling.Kind.MINMAX : Scaling.Kind.STANDARD);
  }

  /**
   * What was understood, taken and passed over while reading, how the examples are held, and what
   * scaling did to them: a sentence each.
   */
  public synchronized List<String> notes() {
    if (notes == null) {
      notes = List.copyOf(made());
    }
    return notes;
  }

  private List<String> made() {
    List<String> notes = new ArrayList<>(train.notes());
    if (!notes.isEmpty()) {
      notes.add("held " + trainRows.whole().values().held());
    }
    switch (scale) {
      case NONE -> {}
      case PIXELS -> notes.add("scale pixels: every value divided by 255");
      case MINMAX -> notes.add("scale minmax: each value's range in the training part is [0,1]");
      case STANDARD ->
          notes.add("scale standard: each value has mean 0, deviation 1 in the training part");
    }
    validation.ifPresent(part -> noteClasses("validation", part, notes));
    test.ifPresent(part -> noteClasses("test", part, notes));
    if (scale == Scale.MINMAX) {
      validation.ifPresent(part -> noteClipped("validation", part, notes));
      test.ifPresent(part -> noteClipped("test", part, notes));
    }
    return notes;
  }

  /** What data that are sorted by class make of a part at one end of them. */
  private void noteClasses(String name, Dataset part, List<String> notes) {
    List<String> trained = train.presentClasses();
    List<String> held = part.presentClasses();
    boolean large = part.size() >= 5 * trained.size();
    boolean unseen = name.equals("validation") && !trained.containsAll(held);
    if (!trained.isEmpty() && (unseen || large && !held.containsAll(trained))) {
      notes.add(
          String.format(
              Locale.ROOT,
              "the %s part holds the classes %s and the training part %s: for a fair part of data"
                  + " that are sorted by class set %s=random:%d:1",
              name,
              String.join(", ", held),
              String.join(", ", trained),
              name,
              part.size()));
    }
  }

  private void noteClipped(String name, Dataset part, List<String> notes) {
    long beyond = part.beyondTheUnitInterval(scaling);
    if (beyond > 0) {
      notes.add(
          String.format(
              Locale.ROOT,
              "%,d of the %,d values of the %s part lie beyond the range of the training part and"
                  + " are taken at its ends",
              beyond,
              (long) part.size() * part.values().length(),
              name));
    }
  }

  /** How the values were scaled; by nothing if they are as they were read. */
  public Scaling scaling() {
    return scaling;
  }

  /** The same examples on the device of the calling thread. */
  public Splits here(Devices devices) {
    return new Splits(this, devices);
  }

  /** The training examples. */
  public Dataset train() {
    return train;
  }

  /** The validation examples; empty if none are held out. */
  public Optional<Dataset> validation() {
    return validation;
  }

  /** The test examples; empty if the data have none and none are held out. */
  public Optional<Dataset> test() {
    return test;
  }

  /** Seconds it took to bring all of the data to a GPU; 0 on a processor. */
  public double transferSeconds() {
    return Stream.of(Optional.of(train), validation, test)
        .flatMap(Optional::stream)
        .mapToDouble(Dataset::transferSeconds)
        .sum();
  }

  /** Where the training examples come from. */
  public Rows trainRows() {
    return trainRows;
  }

  /** Where the validation examples come from. */
  public Optional<Rows> validationRows() {
    return validationRows;
  }

  /** Where the test examples come from. */
  public Optional<Rows> testRows() {
    return testRows;
  }
}
