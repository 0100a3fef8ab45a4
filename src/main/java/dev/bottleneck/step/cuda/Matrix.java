package dev.bottleneck.step.cuda;

import dev.bottleneck.step.cuda.Arena.Place;

/**
 * A factor of a product: element [i, j] lies {@code i row + j column} floats behind the place.
 *
 * @param row from one row to the next, in floats
 * @param column from one column to the next, in floats
 */
record Matrix(Place place, int row, int column) {
  /** Rows that follow one another, {@code columns} long. */
  static Matrix rows(Place place, int columns) {
    return new Matrix(place, columns, 1);
  }

  Matrix transposed() {
    return new Matrix(place, column, row);
  }
}
