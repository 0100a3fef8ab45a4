// Batches of examples that lie on the device: of the rows at order[*first] and after it, some columns.

// Of a byte a value, which stands for one of 256 floats.
KERNEL(take_bytes)
(long long stride, float *batch, int rows, int columns, long long held_stride, const int *order,
 const int *first, const unsigned char *examples, const float *floats, int length, int column) {
  batch = of_trial(batch, stride);
  order = of_trial(order, held_stride) + *of_trial(first, held_stride);
  FOR_EACH(i, rows * columns) {
    long long row = order[i / columns];
    batch[i] = floats[examples[row * length + column + i % columns]];
  }
}

KERNEL(take_floats)
(long long stride, float *batch, int rows, int columns, long long held_stride, const int *order,
 const int *first, const float *examples, int length, int column) {
  batch = of_trial(batch, stride);
  order = of_trial(order, held_stride) + *of_trial(first, held_stride);
  FOR_EACH(i, rows * columns) {
    long long row = order[i / columns];
    batch[i] = examples[row * length + column + i % columns];
  }
}
