package dev.bottleneck.study.figures;

import dev.bottleneck.report.Drawing;
import dev.bottleneck.report.FunctionChart;
import java.util.Optional;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Plain vectors in figures: a line over the positions of their values, a panel for each vector. As
 * a picture they would be a strip one pixel high, and cut off where they leave [0, 1].
 */
final class VectorCharts {
  /** More panels than this would be too small to read. */
  private static final int MOST = 9;

  private static final int COLUMNS = 3;

  private VectorCharts() {}

  /**
   * The first vectors {@code [n, values]} over what they are reconstructed to, one scale for all.
   */
  static Drawing reconstructions(
      INDArray originals, Optional<INDArray> corrupted, INDArray reconstructions) {
    FunctionChart chart = chart(originals);
    for (int row = 0; row < shown(originals); row++) {
      chart.panel("").given("original", row(originals, row));
      if (corrupted.isPresent()) {
        chart.given("corrupted", row(corrupted.get(), row));
      }
      chart.found("reconstruction", row(reconstructions, row));
    }
    return chart.draw();
  }

  /** The first vectors {@code [n, values]}, each called {@code name}, one scale for all. */
  static Drawing lines(String name, INDArray vectors) {
    FunctionChart chart = chart(vectors);
    for (int row = 0; row < shown(vectors); row++) {
      chart.panel("").found(name, row(vectors, row));
    }
    return chart.draw();
  }

  private static FunctionChart chart(INDArray vectors) {
    int length = Math.toIntExact(vectors.size(1));
    double[] positions = IntStream.rangeClosed(1, length).asDoubleStream().toArray();
    return FunctionChart.titled("", "position", positions, COLUMNS);
  }

  private static int shown(INDArray vectors) {
    return (int) Math.min(MOST, vectors.size(0));
  }

  private static double[] row(INDArray vectors, int row) {
    return vectors.getRow(row).toDoubleVector();
  }
}
