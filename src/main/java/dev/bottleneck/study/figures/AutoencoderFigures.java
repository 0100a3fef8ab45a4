package dev.bottleneck.study.figures;

import dev.bottleneck.autoencoder.TrainedAutoencoder;
import dev.bottleneck.data.Dataset;
import dev.bottleneck.data.SampleShape;
import dev.bottleneck.evaluation.CodeMap;
import dev.bottleneck.report.Drawing;
import dev.bottleneck.report.ImageGrid;
import dev.bottleneck.report.PointCloud;
import dev.bottleneck.report.ScatterChart;
import dev.bottleneck.report.SpaceChart;
import dev.bottleneck.runtime.Ahead;
import dev.bottleneck.study.result.Arm;
import dev.bottleneck.training.Network;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The figures that every autoencoder has: what it gives back, and where it puts the classes. */
public final class AutoencoderFigures {
  private static final int PICTURES = 10;

  /** Points that are mapped: t-SNE takes time in proportion to n², a picture shows no more. */
  private static final int MAPPED = 1_000;

  private AutoencoderFigures() {}

  static void drawReconstructions(StudyFigures figures, Arm arm, Network net) {
    Dataset shown = figures.sample(PICTURES);
    boolean vectors = shown.shape().isVector();
    String things = vectors ? "vectors" : "images";
    figures.add(
        "reconstructions-" + arm.key(),
        "A sample of the %s of the %s part and what they are reconstructed to, %s."
            .formatted(things, figures.part(), arm.title()),
        vectors ? "Vectors under their reconstructions" : "Images above their reconstructions",
        () -> Reconstructed.by(net, shown.features()).draw(shown.shape()));
  }

  /** The codes as they are in three dimensions, or mapped to two, coloured by class. */
  public static void drawCodes(StudyFigures figures, Arm arm, TrainedAutoencoder autoencoder) {
    Dataset all = figures.evaluationData();
    if (all.labels().isEmpty() || all.classes() > 10) {
      return;
    }
    if (!figures.maps() && autoencoder.codeUnits() > 3) {
      return;
    }
    int most = figures.extent().points(MAPPED);
    Dataset shown = figures.sample(most);
    int[] labels = shown.labels().orElseThrow();
    INDArray codes = autoencoder.encode(shown.features());
    String name = "codes-" + arm.key();
    String of =
        String.format(
            Locale.ROOT,
            "of %,d examples of the %s part, %s",
            shown.size(),
            figures.part(),
            arm.title());
    if (codes.size(1) == 3) {
      figures.addChart(
          name,
          "The codes " + of + ".",
          "Codes in three dimensions, coloured by class",
          () ->
              SpaceChart.of(
                  new PointCloud(codes.toDoubleMatrix(), labels, shown.classNames()),
                  "code 1",
                  "code 2",
                  "code 3"));
      return;
    }
    boolean flat = codes.size(1) == 2;
    Optional<Ahead<double[][]>> mapped =
        flat ? Optional.empty() : Optional.of(CodeMap.ahead(codes, figures.seed()));
    String map = ", mapped to the plane by t-SNE: neighbours are near, distances mean little else.";
    figures.addChart(
        name,
        "The codes " + of + (flat ? "." : map),
        "Codes in the plane, coloured by class",
        () -> {
          double[][] points = mapped.map(Ahead::get).orElseGet(codes::toDoubleMatrix);
          PointCloud cloud = new PointCloud(points, labels, shown.classNames());
          ScatterChart chart = ScatterChart.of(cloud);
          if (flat) {
            chart.axes("code 1", "code 2");
          }
          figures.sheet(most).ifPresent(chart::images);
          return chart;
        });
  }

  /** Decoded {@code images}, rows of {@code columns} each; vectors as lines, the first of them. */
  public static Drawing decoded(SampleShape shape, INDArray images, int columns) {
    if (shape.isVector()) {
      return VectorCharts.lines("decoded", images);
    }
    float[][] pixels = Pixels.rows(images);
    ImageGrid grid = ImageGrid.of(shape.height(), shape.width());
    for (int from = 0; from + columns <= pixels.length; from += columns) {
      grid.row("", Arrays.copyOfRange(pixels, from, from + columns));
    }
    return grid.draw(2);
  }
}
