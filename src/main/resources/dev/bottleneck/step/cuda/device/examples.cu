// Batches of examples that lie on the device: of the rows at order[*first] and after it, some columns.
// The examples and their order are the same for all trials.

INLINE long long place_of(int i, int columns, const int *order, const int *first, int length, int column) {
  return (long long)order[*first + i / columns] * length + column + i % columns;
}

// Of a byte a value, which stands for one of 256 floats.
KERNEL(gather_bytes)
(long long stride, float *batch, int rows, int columns, const int *order, const int *first,
 const unsigned char *examples, const float *floats, int length, int column) {
  batch = of_trial(batch, stride);
  FOR_EACH(i, rows * columns) {
    batch[i] = floats[examples[place_of(i, columns, order, first, length, column)]];
  }
}

KERNEL(gather_floats)
(long long stride, float *batch, int rows, int columns, const int *order, const int *first,
 const float *examples, int length, int column) {
  batch = of_trial(batch, stride);
  FOR_EACH(i, rows * columns) {
    batch[i] = examples[place_of(i, columns, order, first, length, column)];
  }
}
