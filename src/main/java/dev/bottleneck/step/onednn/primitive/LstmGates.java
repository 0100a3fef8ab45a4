package dev.bottleneck.step.onednn.primitive;

import java.util.Arrays;

/**
 * The LSTM's gates, unit by unit: all that the recurrence does beside its products.
 *
 * <p>A row of gates is {@code [s f o i]}, n of each, where the tanh is {@code g = 2 s − 1}. Some
 * rows at a time are taken apart into arrays of one gate each, which stay in the processor's first
 * cache: C2 vectorises loops that begin at 0, and does not where an array is entered at several
 * places.
 */
public final class LstmGates {
  /** Units worked on at once. */
  private static final int CHUNK = 256;

  private static final int SQUASHED = 0;
  private static final int FORGET = 1;
  private static final int OUTPUT = 2;
  private static final int INPUT = 3;
  private static final int[] ALL = {SQUASHED, FORGET, OUTPUT, INPUT};
  private static final int[] OF_CELL = {SQUASHED, FORGET, INPUT};
  private static final int[] OF_OUTPUT = {OUTPUT};

  private final int batch;
  private final int units;
  private final int rowsAtOnce;
  private final Tensor gates; // [time × batch, 4 n]
  private final Tensor cells; // [time × batch, n]
  private final Tensor squashedCells; // [time × batch, n]
  private final float[][] gate; // [4][rows, n]
  private final float[][] gateGradient; // [4][rows, n]
  private final float[] before; // [rows, n], as are the next four
  private final float[] cell;
  private final float[] squashed;
  private final float[] output;
  private final float[] outputGradient;
  private final float[][] cellGradient; // of each part, [rows, n]

  public LstmGates(int batch, Tensor gates, Tensor cells, Tensor squashedCells) {
    this.batch = batch;
    this.gates = gates;
    this.cells = cells;
    this.squashedCells = squashedCells;
    units = cells.size(1);
    int most = Math.max(1, CHUNK / units);
    int parts = (batch + most - 1) / most;
    // As even as can be: loops go over whole arrays.
    rowsAtOnce = (batch + parts - 1) / parts;
    int part = rowsAtOnce * units;
    gate = new float[4][part];
    gateGradient = new float[4][part];
    before = new float[part];
    cell = new float[part];
    squashed = new float[part];
    output = new float[part];
    outputGradient = new float[part];
    cellGradient = new float[parts][part];
  }

  /** {@code c_t = f c_{t−1} + i g}. */
  public void cell(int time) {
    for (int row = 0; row < batch; row += rowsAtOnce) {
      int rows = Math.min(rowsAtOnce, batch - row);
      int start = (time * batch + row) * units;
      gather(start, rows, OF_CELL);
      getBefore(time, start, rows);
      cell(gate[SQUASHED], gate[FORGET], gate[INPUT], before, cell);
      cells.put(start, cell, rows * units);
    }
  }

  /** {@code h_t = o tanh c_t}. */
  public void output(int time, Tensor to) {
    for (int row = 0; row < batch; row += rowsAtOnce) {
      int rows = Math.min(rowsAtOnce, batch - row);
      int start = (time * batch + row) * units;
      gather(start, rows, OF_OUTPUT);
      squashedCells.get(start, squashed, rows * units);
      multiply(gate[OUTPUT], squashed, output);
      to.put(start, output, rows * units);
    }
  }

  /** Nothing comes from behind the last time. */
  public void beginBackward() {
    for (float[] part : cellGradient) {
      Arrays.fill(part, 0);
    }
  }

  /**
   * Puts the gradient of what goes into the four activations in their place.
   *
   * @param from where the output's gradient is, from {@code first}
   */
  public void backward(int time, Tensor from, int first) {
    for (int row = 0; row < batch; row += rowsAtOnce) {
      int rows = Math.min(rowsAtOnce, batch - row);
      int start = (time * batch + row) * units;
      from.get(first + row * units, outputGradient, rows * units);
      squashedCells.get(start, squashed, rows * units);
      getBefore(time, start, rows);
      gather(start, rows, ALL);
      backward(cellGradient[row / rowsAtOnce]);
      scatter(start, rows);
    }
  }

  private void backward(float[] dc) {
    float[] s = gate[SQUASHED];
    float[] f = gate[FORGET];
    float[] o = gate[OUTPUT];
    float[] i = gate[INPUT];
    ofOutputGate(outputGradient, squashed, o, gateGradient[OUTPUT]);
    addToCell(outputGradient, squashed, o, dc);
    ofCandidate(dc, s, i, gateGradient[SQUASHED]);
    ofForgetGate(dc, before, f, gateGradient[FORGET]);
    ofInputGate(dc, s, i, gateGradient[INPUT]);
    multiply(dc, f, dc);
  }

  /** Row by row, as they lie: the processor fetches ahead what is read in order. */
  private void gather(int start, int rows, int[] which) {
    for (int row = 0; row < rows; row++) {
      for (int one : which) {
        gates.get(4 * start + (4 * row + one) * units, gate[one], row * units, units);
      }
    }
  }

  private void scatter(int start, int rows) {
    for (int row = 0; row < rows; row++) {
      for (int one : ALL) {
        gates.put(4 * start + (4 * row + one) * units, gateGradient[one], row * units, units);
      }
    }
  }

  private void getBefore(int time, int start, int rows) {
    if (time == 0) {
      Arrays.fill(before, 0);
    } else {
      cells.get(start - batch * units, before, rows * units);
    }
  }

  private static void cell(float[] s, float[] f, float[] i, float[] before, float[] cell) {
    for (int k = 0; k < cell.length; k++) {
      cell[k] = f[k] * before[k] + i[k] * (2 * s[k] - 1);
    }
  }

  private static void multiply(float[] a, float[] b, float[] product) {
    for (int k = 0; k < product.length; k++) {
      product[k] = a[k] * b[k];
    }
  }

  private static void ofOutputGate(float[] dh, float[] squashed, float[] o, float[] dz) {
    for (int k = 0; k < dz.length; k++) {
      dz[k] = dh[k] * squashed[k] * o[k] * (1 - o[k]);
    }
  }

  private static void addToCell(float[] dh, float[] squashed, float[] o, float[] dc) {
    for (int k = 0; k < dc.length; k++) {
      dc[k] += dh[k] * o[k] * (1 - squashed[k] * squashed[k]);
    }
  }

  /** {@code 1 − g²} is {@code 4 s (1 − s)}. */
  private static void ofCandidate(float[] dc, float[] s, float[] i, float[] dz) {
    for (int k = 0; k < dz.length; k++) {
      dz[k] = dc[k] * i[k] * 4 * s[k] * (1 - s[k]);
    }
  }

  private static void ofForgetGate(float[] dc, float[] before, float[] f, float[] dz) {
    for (int k = 0; k < dz.length; k++) {
      dz[k] = dc[k] * before[k] * f[k] * (1 - f[k]);
    }
  }

  private static void ofInputGate(float[] dc, float[] s, float[] i, float[] dz) {
    for (int k = 0; k < dz.length; k++) {
      dz[k] = dc[k] * (2 * s[k] - 1) * i[k] * (1 - i[k]);
    }
  }
}
