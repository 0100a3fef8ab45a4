package dev.bottleneck.step;

import java.util.Arrays;

/**
 * The LSTM's gates, unit by unit: all that the recurrence does beside its products.
 *
 * <p>Keeps what the way back needs of every time. A row of gates is {@code [s f o i]}, n of each,
 * where the tanh is {@code g = 2 s − 1}.
 */
final class LstmGates {
  /** Gates worked on at once: few enough to stay in the processor's first cache. */
  private static final int CHUNK = 4096;

  private final int batch;
  private final int units;
  private final int rowsAtOnce;
  private final float[][] gates; // [batch, 4 n] of each time
  private final float[][] cells; // [batch, n], one more at the beginning, of zeros
  private final float[][] squashed; // [batch, n]
  private final float[] cellGradient; // [batch, n]
  private final float[] sum; // [batch, 4 n], null where none is wanted
  private final float[] part; // [rowsAtOnce, n]
  private final float[] gatePart; // [rowsAtOnce, 4 n]

  /**
   * @param summed whether the gradient's sum over all times is wanted
   */
  LstmGates(int steps, int batch, int units, boolean summed) {
    this.batch = batch;
    this.units = units;
    rowsAtOnce = Math.min(batch, Math.max(1, CHUNK / (4 * units)));
    gates = new float[steps][batch * 4 * units];
    cells = new float[steps + 1][batch * units];
    squashed = new float[steps][batch * units];
    cellGradient = new float[batch * units];
    sum = summed ? new float[batch * 4 * units] : null;
    part = new float[rowsAtOnce * units];
    gatePart = new float[rowsAtOnce * 4 * units];
  }

  /** {@code c_t = f c_{t−1} + i g}. */
  void cell(int time, Tensor from, Tensor to) {
    for (int first = 0; first < batch; first += rowsAtOnce) {
      int end = Math.min(first + rowsAtOnce, batch);
      from.get(4 * first * units, gates[time], 4 * first * units, 4 * (end - first) * units);
      for (int row = first; row < end; row++) {
        cell(gates[time], cells[time], cells[time + 1], row * units, units);
      }
    }
    to.put(cells[time + 1]);
  }

  private static void cell(float[] gate, float[] before, float[] cell, int c, int n) {
    int a = 4 * c;
    for (int k = 0; k < n; k++) {
      cell[c + k] = gate[a + n + k] * before[c + k] + gate[a + 3 * n + k] * (2 * gate[a + k] - 1);
    }
  }

  /** {@code h_t = o tanh c_t}. */
  void output(int time, Tensor from, Tensor to) {
    from.get(squashed[time]);
    for (int first = 0; first < batch; first += rowsAtOnce) {
      int end = Math.min(first + rowsAtOnce, batch);
      for (int row = first; row < end; row++) {
        output(gates[time], squashed[time], part, row * units, (row - first) * units, units);
      }
      to.put((time * batch + first) * units, part, (end - first) * units);
    }
  }

  private static void output(float[] gate, float[] squashed, float[] to, int c, int p, int n) {
    int a = 4 * c + 2 * n;
    for (int k = 0; k < n; k++) {
      to[p + k] = gate[a + k] * squashed[c + k];
    }
  }

  /** Nothing comes from behind the last time. */
  void beginBackward() {
    Arrays.fill(cellGradient, 0);
    if (sum != null) {
      Arrays.fill(sum, 0);
    }
  }

  /**
   * The gradient of what goes into the four activations.
   *
   * @param from where the output's gradient is, at {@code start}
   * @param to {@code [time × batch, 4 n]}
   */
  void backward(int time, Tensor from, int start, Tensor to) {
    for (int first = 0; first < batch; first += rowsAtOnce) {
      int end = Math.min(first + rowsAtOnce, batch);
      from.get(start + first * units, part, (end - first) * units);
      for (int row = first; row < end; row++) {
        backward(time, row * units, (row - first) * units);
      }
      int count = 4 * (end - first) * units;
      to.put(4 * (time * batch + first) * units, gatePart, count);
      if (sum != null) {
        add(sum, 4 * first * units, gatePart, count);
      }
    }
  }

  /** One row, which begins at {@code c}, and within the part at {@code p}. */
  private void backward(int time, int c, int p) {
    float[] gate = gates[time];
    toCell(part, gate, squashed[time], cellGradient, c, p, units);
    ofOutputGate(part, gate, squashed[time], gatePart, c, p, units);
    ofCandidate(cellGradient, gate, gatePart, c, p, units);
    ofForgetGate(cellGradient, gate, cells[time], gatePart, c, p, units);
    ofInputGate(cellGradient, gate, gatePart, c, p, units);
    toCellBefore(gate, cellGradient, c, units);
  }

  private static void toCell(
      float[] dh, float[] gate, float[] squashed, float[] dc, int c, int p, int n) {
    int a = 4 * c + 2 * n;
    for (int k = 0; k < n; k++) {
      float y = squashed[c + k];
      dc[c + k] += dh[p + k] * gate[a + k] * (1 - y * y);
    }
  }

  private static void ofOutputGate(
      float[] dh, float[] gate, float[] squashed, float[] dz, int c, int p, int n) {
    int a = 4 * c + 2 * n;
    int z = 4 * p + 2 * n;
    for (int k = 0; k < n; k++) {
      float o = gate[a + k];
      dz[z + k] = dh[p + k] * squashed[c + k] * o * (1 - o);
    }
  }

  /** {@code 1 − g²} is {@code 4 s (1 − s)}. */
  private static void ofCandidate(float[] dc, float[] gate, float[] dz, int c, int p, int n) {
    int a = 4 * c;
    int z = 4 * p;
    for (int k = 0; k < n; k++) {
      float s = gate[a + k];
      dz[z + k] = dc[c + k] * gate[a + 3 * n + k] * 4 * s * (1 - s);
    }
  }

  private static void ofForgetGate(
      float[] dc, float[] gate, float[] before, float[] dz, int c, int p, int n) {
    int a = 4 * c + n;
    int z = 4 * p + n;
    for (int k = 0; k < n; k++) {
      float f = gate[a + k];
      dz[z + k] = dc[c + k] * before[c + k] * f * (1 - f);
    }
  }

  private static void ofInputGate(float[] dc, float[] gate, float[] dz, int c, int p, int n) {
    int a = 4 * c;
    int z = 4 * p + 3 * n;
    for (int k = 0; k < n; k++) {
      float i = gate[a + 3 * n + k];
      dz[z + k] = dc[c + k] * (2 * gate[a + k] - 1) * i * (1 - i);
    }
  }

  private static void toCellBefore(float[] gate, float[] dc, int c, int n) {
    int a = 4 * c + n;
    for (int k = 0; k < n; k++) {
      dc[c + k] *= gate[a + k];
    }
  }

  private static void add(float[] sum, int start, float[] what, int count) {
    for (int k = 0; k < count; k++) {
      sum[start + k] += what[k];
    }
  }

  /** The gradient summed over all times. */
  void putSum(Tensor to) {
    to.put(sum);
  }
}
