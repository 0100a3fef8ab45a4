package dev.bottleneck.autoencoder;

import java.util.List;

/**
 * What a matrix and its columns are called in a file.
 *
 * @param variable of MATLAB's; see {@link VariableName}
 * @param columns of CSV, one a column; empty: the variable and a number
 */
public record MatrixNames(String variable, List<String> columns) {
  public MatrixNames {
    columns = List.copyOf(columns);
  }

  /** Columns {@code variable_1}, {@code variable_2} and so on. */
  public static MatrixNames numbered(String variable) {
    return new MatrixNames(variable, List.of());
  }

  /** That of a column, from 1. */
  String column(int number) {
    return columns.isEmpty() ? variable + "_" + number : columns.get(number - 1);
  }
}
