package dev.bottleneck.autoencoder;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.bottleneck.runtime.UserError;
import java.util.Arrays;
import java.util.function.BiConsumer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * How raw values become those that a network works on: {@code x'_j = (x_j - shift_j) / scale_j} for
 * feature j, in single precision.
 *
 * <p>The kinds are those of DL4J's {@code NormalizerMinMaxScaler} and {@code NormalizerStandardize}
 * (population standard deviation), but for a constant feature, which is shifted to 0 and keeps its
 * scale of 1. Values outside of the range that was fitted are not clipped. Immutable; as JSON a
 * float is written to the digits that give it back.
 *
 * @param kind what the numbers were fitted for
 * @param shift one per feature, finite; empty for {@link Kind#NONE}
 * @param scale one per feature, finite and above 0; empty for {@link Kind#NONE}
 */
public record Scaling(Kind kind, float[] shift, float[] scale) {
  /** Which range the features are brought to. */
  public enum Kind {
    /** The values are used as they are. */
    NONE,
    /** Each feature's fitted range becomes [0, 1]: the shift is its minimum. */
    MINMAX,
    /** Each feature gets mean 0 and standard deviation 1: the shift is its mean. */
    STANDARD
  }

  private static final Scaling NO_SCALING = new Scaling(Kind.NONE, new float[0], new float[0]);
  private static final int BLOCK_FLOATS = 1 << 20;

  public Scaling {
    if (kind == null || shift == null || scale == null) {
      throw new UserError("a scaling needs kind, shift and scale");
    }
    shift = shift.clone();
    scale = scale.clone();
    if (shift.length != scale.length || (kind == Kind.NONE) != (shift.length == 0)) {
      throw new UserError(
          "a scaling of kind "
              + kind
              + " has "
              + shift.length
              + " shifts, "
              + scale.length
              + " scales");
    }
    for (int j = 0; j < shift.length; j++) {
      if (!Float.isFinite(shift[j]) || !Float.isFinite(scale[j]) || !(scale[j] > 0)) {
        throw new UserError(
            "a scaling cannot shift feature "
                + j
                + " by "
                + shift[j]
                + " and divide it by "
                + scale[j]);
      }
    }
  }

  /** The scaling that leaves values as they are. */
  public static Scaling none() {
    return NO_SCALING;
  }

  /**
   * A scaling by given numbers.
   *
   * @throws UserError if they are not as many, not finite, or a scale is not above 0
   */
  public static Scaling of(Kind kind, float[] shift, float[] scale) {
    return new Scaling(kind, shift, scale);
  }

  /** A copy. */
  @Override
  public float[] shift() {
    return shift.clone();
  }

  /** A copy. */
  @Override
  public float[] scale() {
    return scale.clone();
  }

  /** Whether values stay as they are. */
  @JsonIgnore
  public boolean isNone() {
    return kind == Kind.NONE;
  }

  /** Whether examples of so many values can be scaled. */
  boolean fits(int inputs) {
    return isNone() || shift.length == inputs;
  }

  /** Scales one example in place, which lies in {@code block} from {@code offset} on. */
  public void apply(float[] block, int offset) {
    for (int j = 0; j < shift.length; j++) {
      block[offset + j] = (block[offset + j] - shift[j]) / scale[j];
    }
  }

  /** Brings one scaled example back to the data's own units, in place. */
  public void undo(float[] block, int offset) {
    for (int j = 0; j < shift.length; j++) {
      block[offset + j] = block[offset + j] * scale[j] + shift[j];
    }
  }

  /**
   * Scaled examples {@code [n, inputs]}, in an array of their own; {@code rows} itself if this
   * scales nothing.
   */
  public INDArray apply(INDArray rows) {
    return isNone() ? rows : byBlocks(rows, this::apply);
  }

  /** Scaled examples {@code [n, inputs]} in the data's own units again; the inverse of apply. */
  public INDArray undo(INDArray rows) {
    return isNone() ? rows : byBlocks(rows, this::undo);
  }

  /** Computed here, not by ND4J, so that batches and whole data get the same bits. */
  private INDArray byBlocks(INDArray rows, BiConsumer<float[], Integer> inPlace) {
    if (rows.rank() != 2 || rows.size(1) != shift.length) {
      throw new IllegalArgumentException(
          "a scaling of " + shift.length + " features, given " + Arrays.toString(rows.shape()));
    }
    INDArray result = Nd4j.createUninitialized(DataType.FLOAT, rows.shape(), 'c');
    int rowsPerBlock = Math.max(1, BLOCK_FLOATS / shift.length);
    for (long from = 0; from < rows.size(0); from += rowsPerBlock) {
      long to = Math.min(rows.size(0), from + rowsPerBlock);
      var interval = NDArrayIndex.interval(from, to);
      float[] block;
      try (INDArray read = rows.get(interval, NDArrayIndex.all()).castTo(DataType.FLOAT).dup('c')) {
        block = read.data().asFloat();
      }
      for (int offset = 0; offset < block.length; offset += shift.length) {
        inPlace.accept(block, offset);
      }
      try (INDArray staged = Nd4j.create(block, new long[] {to - from, shift.length}, 'c')) {
        result.get(interval, NDArrayIndex.all()).assign(staged);
        Nd4j.getExecutioner().commit();
      }
    }
    return result;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Scaling that
        && kind == that.kind
        && Arrays.equals(shift, that.shift)
        && Arrays.equals(scale, that.scale);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * kind.hashCode() + Arrays.hashCode(shift)) + Arrays.hashCode(scale);
  }

  /** Such as "MINMAX of 20 features". */
  @Override
  public String toString() {
    return isNone() ? "NONE" : kind + " of " + shift.length + " features";
  }

  /**
   * Collects minimum, maximum, mean and variance of each feature, example by example.
   *
   * <p>Mean and variance by Welford's recurrence (Technometrics 4, 1962) in double precision: a
   * large mean does not swamp a small variance. Not for several threads at once.
   */
  public static final class Fit {
    private long count;
    private float[] low;
    private float[] high;
    private double[] mean;
    private double[] squares;

    /**
     * Takes one example: the {@code length} values of {@code block} from {@code offset} on.
     *
     * @throws UserError if one is not finite
     * @throws IllegalArgumentException if an earlier example was of another length
     */
    public void add(float[] block, int offset, int length) {
      if (count == 0) {
        begin(length);
      }
      if (length != mean.length) {
        throw new IllegalArgumentException(length + " features after " + mean.length);
      }
      count++;
      for (int j = 0; j < length; j++) {
        float x = block[offset + j];
        if (!Float.isFinite(x)) {
          throw new UserError(
              "example "
                  + (count - 1)
                  + " has "
                  + x
                  + " as feature "
                  + j
                  + ": it cannot be scaled");
        }
        low[j] = Math.min(low[j], x);
        high[j] = Math.max(high[j], x);
        double delta = x - mean[j];
        mean[j] += delta / count;
        squares[j] += delta * (x - mean[j]);
      }
    }

    private void begin(int length) {
      low = new float[length];
      Arrays.fill(low, Float.POSITIVE_INFINITY);
      high = new float[length];
      Arrays.fill(high, Float.NEGATIVE_INFINITY);
      mean = new double[length];
      squares = new double[length];
    }

    /**
     * The scaling of that kind for the examples so far.
     *
     * @throws UserError if a feature's range is larger than a float can hold
     * @throws IllegalStateException if there was no example, and the kind needs some
     */
    public Scaling scaling(Kind kind) {
      if (kind == Kind.NONE) {
        return none();
      }
      if (count == 0) {
        throw new IllegalStateException("nothing to fit a scaling to");
      }
      float[] shift = new float[mean.length];
      float[] scale = new float[mean.length];
      for (int j = 0; j < mean.length; j++) {
        shift[j] = kind == Kind.MINMAX ? low[j] : (float) mean[j];
        scale[j] = kind == Kind.MINMAX ? high[j] - low[j] : (float) Math.sqrt(squares[j] / count);
        // A constant feature, or one whose spread is below what a float holds.
        scale[j] = scale[j] == 0 ? 1 : scale[j];
        if (!Float.isFinite(scale[j])) {
          throw new UserError(
              "feature "
                  + j
                  + " reaches from "
                  + low[j]
                  + " to "
                  + high[j]
                  + ": a range that no float holds");
        }
      }
      return new Scaling(kind, shift, scale);
    }
  }
}
