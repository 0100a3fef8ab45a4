package dev.bottleneck.step.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.bottleneck.layer.InvertedDropout;
import dev.bottleneck.layer.LevelCorruption;
import dev.bottleneck.layer.Masking;
import dev.bottleneck.layer.SaltAndPepper;
import dev.bottleneck.runtime.Seeds;
import dev.bottleneck.step.cuda.device.KernelDevice;
import dev.bottleneck.step.cuda.device.KernelDevices;
import dev.bottleneck.step.cuda.device.Launch;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Single kernels, made for the processor: their mathematics and their bits. */
class KernelsTest {
  private static final Launch.Blocks ONE = new Launch.Blocks(1, 1, 1);

  private KernelDevice device;
  private DeviceArrays arrays;

  @BeforeEach
  void open() {
    KernelDevices devices = TestedDevices.required();
    device =
        devices instanceof HostDevices
            ? HostDevice.open(HostDevice.MANY_THREADS).orElseThrow()
            : devices.open(0);
    arrays = new DeviceArrays(device);
  }

  @AfterEach
  void close() {
    if (device != null) {
      arrays.close();
      device.close();
    }
  }

  static Stream<LevelCorruption> corruptions() {
    return Stream.of(
        new Masking(0.3, 17), new SaltAndPepper(0.25, 18), new InvertedDropout(0.5, -19));
  }

  /** The device's chance is Java's, number for number. */
  @ParameterizedTest
  @MethodSource("corruptions")
  void corruptsAsTheHostDoes(LevelCorruption corruption) {
    int count = 3001;
    int iteration = 41;
    float[] x = uniform(1, count);
    long chance =
        arrays.chance(Seeds.derive(corruption.getSeed(), iteration), corruption.getLevel());
    long y = arrays.floats(count);
    int kind =
        List.of(Masking.class, SaltAndPepper.class, InvertedDropout.class)
            .indexOf(corruption.getClass());
    arrays.launch("corrupt", new Launch.Blocks(5, 1, 1), 0L, kind, chance, arrays.of(x), y, count);
    LevelCorruption.Noise noise = corruption.noise(count, iteration);
    float[] expected = new float[count];
    for (int i = 0; i < count; i++) {
      expected[i] = x[i] * noise.keep()[i] + (noise.add() == null ? 0 : noise.add()[i]);
    }
    assertThat(arrays.read(y, count)).isEqualTo(expected);
  }

  private record Tile(String kernel, int size) {}

  private static final List<Tile> TILES =
      List.of(
          new Tile("product_of_few", 16), new Tile("product", 32), new Tile("product_of_many", 64));

  /** A size tells how a product is cut up, and never its bits. */
  @Test
  void productsHaveTheSameBitsByAnyTile() {
    int m = 70;
    int n = 67;
    int depth = 45;
    float[] a = uniform(2, m * depth);
    float[] b = uniform(3, depth * n);
    float[] bias = uniform(4, n);
    for (boolean transposed : new boolean[] {false, true}) {
      float[] first = null;
      for (Tile tile : TILES) {
        float[] c = product(tile, a, b, bias, m, n, depth, transposed);
        for (int i = 0; i < m; i++) {
          for (int j = 0; j < n; j++) {
            double sum = bias[j];
            for (int k = 0; k < depth; k++) {
              double left = transposed ? a[k * m + i] : a[i * depth + k];
              double right = transposed ? b[j * depth + k] : b[k * n + j];
              sum += left * right;
            }
            assertThat(c[i * n + j]).isCloseTo((float) Math.tanh(sum), within(1e-5f));
          }
        }
        assertThat(first == null || Arrays.equals(first, c)).as(tile.kernel()).isTrue();
        first = c;
      }
    }
  }

  private float[] product(
      Tile tile, float[] a, float[] b, float[] bias, int m, int n, int depth, boolean transposed) {
    long c = arrays.floats(m * n);
    int across = (n + tile.size() - 1) / tile.size();
    int down = (m + tile.size() - 1) / tile.size();
    arrays.launch(
        tile.kernel(),
        new Launch.Blocks(down, across, 1),
        arrays.of(a),
        0L,
        transposed ? 1 : depth,
        transposed ? m : 1,
        arrays.of(b),
        0L,
        transposed ? 1 : n,
        transposed ? depth : 1,
        arrays.of(bias),
        0L,
        c,
        0L,
        n,
        m,
        n,
        depth,
        2,
        0);
    return arrays.read(c, m * n);
  }

  @Test
  void aProductIsAddedToWhatIsThere() {
    long c = arrays.of(1, 2, 3, 4);
    arrays.launch(
        "product_of_few",
        ONE,
        arrays.of(1, 2, 3, 4),
        0L,
        2,
        1,
        arrays.of(1, 0, 0, 1),
        0L,
        2,
        1,
        0L,
        0L,
        c,
        0L,
        2,
        2,
        2,
        2,
        0,
        1);
    assertThat(arrays.read(c, 4)).containsExactly(2, 4, 6, 8);
  }

  /** Of trials side by side, each has the bits that it has alone. */
  @Test
  void trialsAtOnceHaveTheBitsOfOneAlone() {
    int trials = 3;
    int rows = 50;
    int columns = 40;
    int stride = rows * columns + 64;
    float[] g = uniform(5, trials * stride);
    long sums = arrays.floats(trials * 64);
    arrays.launch(
        "sum_rows",
        new Launch.Blocks(2, 1, trials),
        arrays.of(g),
        (long) stride,
        sums,
        64L,
        rows,
        columns,
        0);
    float[] together = arrays.read(sums, trials * 64);
    for (int trial = 0; trial < trials; trial++) {
      float[] own = Arrays.copyOfRange(g, trial * stride, trial * stride + rows * columns);
      long alone = arrays.floats(columns);
      arrays.launch(
          "sum_rows", new Launch.Blocks(2, 1, 1), arrays.of(own), 0L, alone, 0L, rows, columns, 0);
      assertThat(Arrays.copyOfRange(together, trial * 64, trial * 64 + columns))
          .isEqualTo(arrays.read(alone, columns));
    }
  }

  /** Of equal values those of the lower index are kept. */
  @Test
  void keepsTheLargest() {
    long kept = arrays.floats(10);
    long y = arrays.floats(10);
    long x = arrays.of(1, 3, 3, 2, 3, 0, 0, 0, 0, 5);
    arrays.launch("keep_largest", ONE, 0L, x, kept, y, 2, 5, 2);
    assertThat(arrays.read(y, 10)).containsExactly(0, 3, 3, 0, 0, 0, 0, 0, 0, 5);
    assertThat(arrays.read(kept, 10)).containsExactly(0, 1, 1, 0, 0, 1, 0, 0, 0, 1);
  }

  /**
   * What is no number makes the score none, whatever is clipped: so a training is seen to diverge.
   */
  @ParameterizedTest
  @ValueSource(strings = {"binary_cross_entropy", "clipped_cross_entropy", "squared_error"})
  void lossesKeepWhatIsNoNumber(String loss) {
    long score = arrays.floats(2);
    long prediction = arrays.of(0.25f, Float.NaN, 0.5f);
    arrays.launch(loss, ONE, 0L, prediction, arrays.of(0, 1, 1), 0L, score, 3, 1.0, 1, 0);
    assertThat(arrays.readDouble(score)).isNaN();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void classLossesKeepWhatIsNoNumber(int anySum) {
    long score = arrays.floats(2);
    long logits = arrays.of(0.25f, Float.NaN, 0.5f);
    arrays.launch(
        "softmax_cross_entropy",
        ONE,
        0L,
        logits,
        arrays.of(0, 0, 1),
        0L,
        score,
        1,
        3,
        1.0,
        anySum,
        1e-10,
        0);
    assertThat(arrays.readDouble(score)).isNaN();
  }

  /** Nor has a unit whose mean is none, or outside of what a sigmoid gives, a divergence. */
  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, 1.5f, -0.5f})
  void divergenceKeepsWhatIsNoNumber(float activation) {
    long score = arrays.floats(2);
    long slopes = arrays.floats(4);
    arrays.launch(
        "mean_divergence", ONE, 0L, arrays.of(activation, 0.5f), slopes, score, 1, 2, 0.1, 1.0);
    assertThat(arrays.readDouble(score)).isNaN();
  }

  private static float[] uniform(long seed, int count) {
    Random random = new Random(seed);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = random.nextFloat() * 2 - 1;
    }
    return values;
  }
}
