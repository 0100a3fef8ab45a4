package dev.bottleneck.study.figures;

import dev.bottleneck.data.Dataset;
import dev.bottleneck.data.SampleShape;
import dev.bottleneck.report.Chart;
import dev.bottleneck.report.Drawing;
import dev.bottleneck.report.Figure;
import dev.bottleneck.report.HtmlReport;
import dev.bottleneck.report.ImageSheet;
import dev.bottleneck.runtime.Seeds;
import dev.bottleneck.runtime.WholeFile;
import dev.bottleneck.study.configuration.Configuration;
import dev.bottleneck.study.configuration.Extent;
import dev.bottleneck.study.result.Arm;
import dev.bottleneck.study.result.StudyResult;
import dev.bottleneck.training.Network;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** What an experiment draws its own figures from, and where it hands them in. */
public final class StudyFigures {
  private final StudyResult result;
  private final Dataset training;
  private final Dataset evaluation;
  private final String part;
  private final long firstSeed;
  private final Extent extent;
  private final boolean maps;
  private final List<Supplier<Figure>> figures = new ArrayList<>(); // to be drawn
  private final Map<Integer, ImageSheet> sheets = new HashMap<>();
  private final Map<String, WholeFile.Content> attachments = new LinkedHashMap<>();

  public StudyFigures(
      StudyResult result,
      Dataset training,
      Dataset evaluation,
      Configuration<?> configuration,
      boolean maps) {
    this.result = result;
    this.training = training;
    this.evaluation = evaluation;
    this.part = configuration.evaluateOn().toString();
    this.firstSeed = configuration.firstSeed();
    this.extent = configuration.extent();
    this.maps = maps;
  }

  /** The arms of which the first seed has a result. */
  public List<Arm> arms() {
    return result.arms().stream().filter(arm -> result.result(arm, firstSeed).isPresent()).toList();
  }

  /** A network that the first seed's job of {@code arm} handed in under {@code name}. */
  public Optional<Network> network(Arm arm, String name) {
    return result.result(arm, firstSeed).map(job -> job.networks().get(name));
  }

  /** The name of the part that the measures were taken on. */
  public String part() {
    return part;
  }

  /** What the measures were taken on; for pictures, not for choosing. */
  public Dataset evaluationData() {
    return evaluation;
  }

  /** What was trained on; in quick mode a sample of it. */
  public Dataset trainingData() {
    return extent.examples(training, Seeds.derive(firstSeed, "training shown"));
  }

  /** Adds a file to the run's folder. */
  public void attach(String name, WholeFile.Content content) {
    attachments.put(name, content);
  }

  public Map<String, WholeFile.Content> attachments() {
    return attachments;
  }

  /**
   * Adds a figure; one that cannot be drawn is named in the report with the reason.
   *
   * @param name its file's name, without {@code .png}
   * @param alt what it shows, for those who do not see it
   */
  public void add(String name, String caption, String alt, Supplier<Drawing> drawing) {
    figures.add(() -> Figure.draw(name, caption, alt, drawing));
  }

  /** The same of a chart that a reader of the report can ask. */
  public void addChart(String name, String caption, String alt, Supplier<Chart> charting) {
    figures.add(() -> Figure.chart(name, caption, alt, charting));
  }

  /**
   * Adds the filters of a dense layer of the network {@code name}, a figure for each arm whose
   * layer sees the pixels of images; the weights of others are no pictures.
   */
  public void drawFilters(String name, int layer) {
    SampleShape shape = evaluation.shape();
    boolean vectors = shape.isVector();
    for (Arm arm : arms()) {
      Filters.of(network(arm, name).orElseThrow(), layer, shape)
          .ifPresent(
              filters ->
                  add(
                      "filters-" + arm.key(),
                      "Filters of layer %d after training, %s, %s."
                          .formatted(
                              layer + 1,
                              arm.title(),
                              vectors ? "the first of them" : "each to its own scale"),
                      vectors
                          ? "Lines of the layer's weights"
                          : "Tiles of the layer's weights, one a unit",
                      () -> filters.draw(shape)));
    }
  }

  /**
   * Adds what the network {@code name} gives back of the first images, a figure for each arm that
   * has it; a denoising one is shown corrupted images.
   */
  public void drawReconstructions(String name) {
    for (Arm arm : arms()) {
      network(arm, name)
          .ifPresent(network -> AutoencoderFigures.drawReconstructions(this, arm, network));
    }
  }

  /** Whether codes are mapped: it takes long, and a run that is interrupted must end soon. */
  boolean maps() {
    return maps;
  }

  /** {@code most} of the examples measured, the same for all arms, of each class its share. */
  Dataset sample(int most) {
    return evaluation.size() <= most
        ? evaluation
        : evaluation.sample(most, Seeds.derive(firstSeed, "examples shown"));
  }

  /** The images of {@code most} of them, made once for all arms; empty of what are no images. */
  Optional<ImageSheet> sheet(int most) {
    SampleShape shape = evaluation.shape();
    return shape.isImage()
        ? Optional.of(
            sheets.computeIfAbsent(
                most,
                n ->
                    ImageSheet.of(
                        Pixels.rows(sample(n).features()), shape.height(), shape.width())))
        : Optional.empty();
  }

  /** How much is shown. */
  Extent extent() {
    return extent;
  }

  /** The seed of the networks that are drawn. */
  long seed() {
    return firstSeed;
  }

  /** Draws the figures into the report, in the order they were added. */
  public void addTo(HtmlReport.Builder report) {
    figures.forEach(figure -> report.figure(figure.get()));
  }
}
