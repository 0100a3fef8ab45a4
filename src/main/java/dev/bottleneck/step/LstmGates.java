package dev.bottleneck.step;

import java.util.Arrays;

/**
 * The LSTM's gates, unit by unit: all that the recurrence does beside its products.
 *
 * <p>Keeps what the way back needs of every time. A row of gates is {@code [s f o i]}, n of each,
 * where the tanh is {@code g = 2 s − 1}.
 */
final class LstmGates {
  private final int batch;
  private final int units;
  private final float[][] gates; // [batch, 4 n] of each time
  private final float[][] cells; // [batch, n], one more at the beginning, of zeros
  private final float[][] squashed; // [batch, n]
  private final float[] output;
  private final float[] outputGradient;
  private final float[] cellGradient;
  private final float[] blockGradient;
  private final float[] sum;

  LstmGates(int steps, int batch, int units) {
    this.batch = batch;
    this.units = units;
    gates = new float[steps][batch * 4 * units];
    cells = new float[steps + 1][batch * units];
    squashed = new float[steps][batch * units];
    output = new float[batch * units];
    outputGradient = new float[batch * units];
    cellGradient = new float[batch * units];
    blockGradient = new float[batch * 4 * units];
    sum = new float[batch * 4 * units];
  }

  /** {@code c_t = f c_{t−1} + i g}. */
  void cell(int time, Tensor from, Tensor to) {
    float[] gate = gates[time];
    from.get(gate);
    for (int row = 0; row < batch; row++) {
      cell(gate, cells[time], cells[time + 1], 4 * row * units, row * units, units);
    }
    to.put(cells[time + 1]);
  }

  private static void cell(float[] gate, float[] before, float[] cell, int a, int c, int n) {
    for (int k = 0; k < n; k++) {
      cell[c + k] = gate[a + n + k] * before[c + k] + gate[a + 3 * n + k] * (2 * gate[a + k] - 1);
    }
  }

  /** {@code h_t = o tanh c_t}. */
  void output(int time, Tensor from, Tensor to) {
    from.get(squashed[time]);
    for (int row = 0; row < batch; row++) {
      output(gates[time], squashed[time], output, 4 * row * units, row * units, units);
    }
    to.put(time * output.length, output, output.length);
  }

  private static void output(float[] gate, float[] squashed, float[] output, int a, int c, int n) {
    for (int k = 0; k < n; k++) {
      output[c + k] = gate[a + 2 * n + k] * squashed[c + k];
    }
  }

  /** Nothing comes from behind the last time. */
  void beginBackward() {
    Arrays.fill(cellGradient, 0);
    Arrays.fill(sum, 0);
  }

  /**
   * The gradient of what goes into the four activations.
   *
   * @param from where the output's gradient is, at {@code start}
   * @param to {@code [time × batch, 4 n]}
   */
  void backward(int time, Tensor from, int start, Tensor to) {
    from.get(start, outputGradient, outputGradient.length);
    float[] gate = gates[time];
    for (int row = 0; row < batch; row++) {
      int a = 4 * row * units;
      int c = row * units;
      toCell(outputGradient, gate, squashed[time], cellGradient, a, c, units);
      ofOutputGate(outputGradient, gate, squashed[time], blockGradient, a, c, units);
      ofCandidate(cellGradient, gate, blockGradient, a, c, units);
      ofForgetGate(cellGradient, gate, cells[time], blockGradient, a, c, units);
      ofInputGate(cellGradient, gate, blockGradient, a, c, units);
      toCellBefore(gate, cellGradient, a, c, units);
    }
    to.put(time * blockGradient.length, blockGradient, blockGradient.length);
    add(sum, blockGradient);
  }

  private static void toCell(
      float[] dh, float[] gate, float[] squashed, float[] dc, int a, int c, int n) {
    for (int k = 0; k < n; k++) {
      float y = squashed[c + k];
      dc[c + k] += dh[c + k] * gate[a + 2 * n + k] * (1 - y * y);
    }
  }

  private static void ofOutputGate(
      float[] dh, float[] gate, float[] squashed, float[] dz, int a, int c, int n) {
    for (int k = 0; k < n; k++) {
      float o = gate[a + 2 * n + k];
      dz[a + 2 * n + k] = dh[c + k] * squashed[c + k] * o * (1 - o);
    }
  }

  /** {@code 1 − g²} is {@code 4 s (1 − s)}. */
  private static void ofCandidate(float[] dc, float[] gate, float[] dz, int a, int c, int n) {
    for (int k = 0; k < n; k++) {
      float s = gate[a + k];
      dz[a + k] = dc[c + k] * gate[a + 3 * n + k] * 4 * s * (1 - s);
    }
  }

  private static void ofForgetGate(
      float[] dc, float[] gate, float[] before, float[] dz, int a, int c, int n) {
    for (int k = 0; k < n; k++) {
      float f = gate[a + n + k];
      dz[a + n + k] = dc[c + k] * before[c + k] * f * (1 - f);
    }
  }

  private static void ofInputGate(float[] dc, float[] gate, float[] dz, int a, int c, int n) {
    for (int k = 0; k < n; k++) {
      float i = gate[a + 3 * n + k];
      dz[a + 3 * n + k] = dc[c + k] * (2 * gate[a + k] - 1) * i * (1 - i);
    }
  }

  private static void toCellBefore(float[] gate, float[] dc, int a, int c, int n) {
    for (int k = 0; k < n; k++) {
      dc[c + k] *= gate[a + n + k];
    }
  }

  private static void add(float[] sum, float[] what) {
    for (int k = 0; k < sum.length; k++) {
      sum[k] += what[k];
    }
  }

  /** The gradient summed over all times. */
  void putSum(Tensor to) {
    to.put(sum);
  }
}
