// The long short-term memory, unit by unit. Arrays are [batch, time, …].
//
// A row of gates is [g f o i], n of each: what goes into them before, what comes out after, and on
// the way back the gradient of what went in.

// One time, of all examples: c = f c' + i g, h = o tanh c. h goes to its own time, and to the next
// one of before, whose first is 0.
KERNEL(lstm_cell)
(long long stride, float *gates, float *cells, float *squashed, float *outputs, float *before,
 int batch, int times, int units, int time) {
  gates = of_trial(gates, stride);
  cells = of_trial(cells, stride);
  squashed = of_trial(squashed, stride);
  outputs = of_trial(outputs, stride);
  before = of_trial(before, stride);
  FOR_EACH(i, batch * units) {
    int unit = i % units;
    long long row = (long long)(i / units) * times + time;
    float *gate = gates + row * 4 * units + unit;
    float g = tanhf(gate[0]);
    float f = sigmoid(gate[units]);
    float o = sigmoid(gate[2 * units]);
    float in = sigmoid(gate[3 * units]);
    float c = in * g;
    if (time > 0) c = fmaf(f, cells[(row - 1) * units + unit], c);
    float s = tanhf(c);
    gate[0] = g;
    gate[units] = f;
    gate[2 * units] = o;
    gate[3 * units] = in;
    cells[row * units + unit] = c;
    squashed[row * units + unit] = s;
    outputs[row * units + unit] = o * s;
    if (time == 0) before[row * units + unit] = 0;
    if (time + 1 < times) before[(row + 1) * units + unit] = o * s;
  }
}

// output_gradient: a row an example every output_step floats, or 0 where nothing is wanted of this
// time; from_behind: [batch, units], what comes from the next time, as does cell_gradient.
KERNEL(lstm_cell_backward)
(long long stride, float *gates, const float *cells, const float *squashed,
 const float *output_gradient, int output_step, const float *from_behind, float *cell_gradient,
 int batch, int times, int units, int time) {
  gates = of_trial(gates, stride);
  cells = of_trial(cells, stride);
  squashed = of_trial(squashed, stride);
  cell_gradient = of_trial(cell_gradient, stride);
  FOR_EACH(i, batch * units) {
    int unit = i % units;
    long long row = (long long)(i / units) * times + time;
    float dh = 0;
    if (output_gradient != 0) {
      dh = of_trial(output_gradient, stride)[(long long)(i / units) * output_step + unit];
    }
    float dc = 0;
    if (time + 1 < times) {
      dh += of_trial(from_behind, stride)[i];
      dc = cell_gradient[i];
    }
    float *gate = gates + row * 4 * units + unit;
    float g = gate[0];
    float f = gate[units];
    float o = gate[2 * units];
    float in = gate[3 * units];
    float s = squashed[row * units + unit];
    float c_before = time > 0 ? cells[(row - 1) * units + unit] : 0;
    dc += dh * o * (1 - s * s);
    gate[0] = dc * in * (1 - g * g);
    gate[units] = dc * c_before * f * (1 - f);
    gate[2 * units] = dh * s * o * (1 - o);
    gate[3 * units] = dc * g * in * (1 - in);
    cell_gradient[i] = dc * f;
  }
}
