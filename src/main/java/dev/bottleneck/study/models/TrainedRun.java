package dev.bottleneck.study.models;

import dev.bottleneck.autoencoder.ModelCard;
import dev.bottleneck.autoencoder.RowBlocks;
import dev.bottleneck.autoencoder.TrainedAutoencoder;
import dev.bottleneck.data.Dataset;
import dev.bottleneck.data.SampleShape;
import dev.bottleneck.evaluation.Reconstruction;
import dev.bottleneck.export.Exported;
import dev.bottleneck.runtime.UserError;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A run's trained autoencoder together with what the run's folder says of its data.
 *
 * <p>Examples go in and come out in their own units: the scaling that the model was trained with is
 * applied and undone here.
 */
public final class TrainedRun {
  /** Examples that are in memory as floats at once. */
  private static final int BLOCK = 1_000;

  private final Path path;
  private final TrainedAutoencoder autoencoder;
  private final ModelCard card;

  private TrainedRun(Path path, TrainedAutoencoder.Loaded loaded) {
    this.path = path;
    this.autoencoder = loaded.autoencoder();
    this.card = loaded.card();
  }

  /**
   * Opens a run's folder, the folder of one of its arms, or a model file.
   *
   * @param arm which, where there are several
   * @param furtherPackages packages the network's classes may lie in as well
   * @throws UserError if it cannot be read
   */
  public static TrainedRun open(Path path, Optional<String> arm, Set<String> furtherPackages) {
    return new TrainedRun(path, TrainedAutoencoder.load(path, arm, furtherPackages));
  }

  public TrainedAutoencoder autoencoder() {
    return autoencoder;
  }

  public ModelCard card() {
    return card;
  }

  /** The shape of an example, as it was trained on. */
  public SampleShape shape() {
    return new SampleShape(card.height(), card.width(), card.channels());
  }

  /**
   * Refuses examples that the autoencoder does not take: of another size, or of features with other
   * names or in another order, where both are known.
   *
   * @return {@code data}
   */
  public Dataset requireFit(Dataset data) {
    if (data.shape().length() != card.inputs()) {
      throw new UserError(
          data.name()
              + " has examples of "
              + describe(data.shape())
              + ", but the model of "
              + path
              + " takes "
              + describe(shape()));
    }
    card.requireFeatures(data.name(), data.featureNames());
    return data;
  }

  private static String describe(SampleShape shape) {
    if (shape.isVector()) {
      return shape.length() + " values";
    }
    String channels = shape.channels() == 1 ? "" : "×" + shape.channels();
    return shape.height() + "×" + shape.width() + channels + " values";
  }

  /** From examples in their own units to codes {@code [n, units]}. */
  public INDArray encode(Dataset data) {
    return byBlocks(data, autoencoder::encode);
  }

  /** What the decoder makes of the codes of examples {@code [n, inputs]}, in their own units. */
  public INDArray reconstruct(Dataset data) {
    return byBlocks(data, scaled -> card.scaling().undo(autoencoder.reconstruct(scaled)));
  }

  /** From codes {@code [n, units]} to examples {@code [n, inputs]} in the data's own units. */
  public INDArray decode(INDArray codes) {
    return card.scaling().undo(autoencoder.decode(codes));
  }

  /**
   * The squared error of each example, a mean over its values, which are scaled as in training: no
   * feature counts for more because of its unit.
   */
  public double[] squaredErrors(Dataset data) {
    Reconstruction errors = new Reconstruction();
    for (int from = 0; from < data.size(); from += BLOCK) {
      INDArray scaled = scaled(data, from, Math.min(data.size(), from + BLOCK));
      errors.add(scaled, autoencoder.reconstruct(scaled));
    }
    return errors.squaredErrorPerExample();
  }

  private INDArray byBlocks(Dataset data, UnaryOperator<INDArray> work) {
    return RowBlocks.collect(
        data.size(), BLOCK, (from, to) -> work.apply(scaled(data, (int) from, (int) to)));
  }

  private INDArray scaled(Dataset data, int from, int to) {
    return card.scaling().apply(data.rows(from, to).features());
  }

  /** Images in the data's own units, as brightnesses in [0, 1] to be drawn. */
  public INDArray brightness(INDArray images) {
    return Brightness.of(card.scaling(), images);
  }

  /** The autoencoder, its scaling and what is known of its making, for other programs. */
  public Exported exported() {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("experiment", card.experiment());
    metadata.put("arm", card.arm());
    metadata.put("seed", Long.toString(card.seed()));
    metadata.put("data", card.data());
    metadata.put("dataSha256", card.dataSha256());
    metadata.put("scaling", card.scaling().kind().name().toLowerCase(Locale.ROOT));
    metadata.putAll(RunOrigin.of(path, card));
    return new Exported(path.toString(), autoencoder, card.inputs(), card.scaling(), metadata);
  }

  /** What the run's folder says of its data; empty for a model file without a run around it. */
  public Optional<RunData> data() {
    return RunData.of(path);
  }
}
