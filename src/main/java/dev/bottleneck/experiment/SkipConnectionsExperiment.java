package dev.bottleneck.experiment;

import static dev.bottleneck.experiment.ConvolutionalLayers.back;
import static dev.bottleneck.experiment.ConvolutionalLayers.convolution;
import static dev.bottleneck.experiment.ConvolutionalLayers.deconvolution;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.bottleneck.autoencoder.TrainedAutoencoder;
import dev.bottleneck.cli.Main;
import dev.bottleneck.data.Dataset;
import dev.bottleneck.data.Features;
import dev.bottleneck.data.SampleShape;
import dev.bottleneck.data.Splits;
import dev.bottleneck.evaluation.Metric;
import dev.bottleneck.evaluation.Restoration;
import dev.bottleneck.layer.Gelu;
import dev.bottleneck.runtime.Require;
import dev.bottleneck.study.autoencoder.AutoencoderHyperparameters;
import dev.bottleneck.study.autoencoder.GraphExperiment;
import dev.bottleneck.study.experiment.Job;
import dev.bottleneck.study.result.Arm;
import dev.bottleneck.training.BatchSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;

/**
 * Do skip connections help a convolutional autoencoder to take noise off images?
 *
 * <p>Both arms are the network of {@link ConvolutionalExperiment}, corrupted on its input and asked
 * for the uncorrupted image. In the second, what each convolution makes on the way down is merged
 * with what comes up at that size, and a last convolution 3×3 reads the merged channels of the
 * whole image; nothing else differs, and on one seed the encoders begin alike. Loss: binary
 * cross-entropy, a mean over pixels and the batch, on corrupted input wherever it is taken.
 *
 * <p>The headline is the peak signal-to-noise ratio of restored images. Each measured image has
 * noise of its own, by the seed, for both arms the same. Sources: Ronneberger et al., U-Net (2015),
 * for the merged channels; Mao et al., Image Restoration Using Very Deep Convolutional
 * Encoder-Decoder Networks with Symmetric Skip Connections (2016), for denoising with them.
 */
public final class SkipConnectionsExperiment
    extends GraphExperiment<SkipConnectionsExperiment.Hyperparameters> {
  private static final Arm WITHOUT = new Arm("convolutional", "convolutional");
  private static final Arm WITH = new Arm("skip-connections", "skip connections");

  private static final String RATIO = "psnr";
  private static final String SIMILARITY = "ssim";
  private static final String CORRUPTED_RATIO = "corruptedPsnr";
  private static final String CORRUPTED_SIMILARITY = "corruptedSsim";

  private static final Set<String> OF_NOISE =
      Set.of(LOSS, RATIO, SIMILARITY, CORRUPTED_RATIO, CORRUPTED_SIMILARITY);

  /** Images that are looked at together. */
  private static final int BLOCK = 500;

  /**
   * @param height of an image, 11 or more
   * @param width likewise; in each halving both are even or both are odd
   * @param channels 1 for gray, 3 for red, green and blue
   * @param filters of the three convolutions; the decoder has them in reverse
   * @param corruptionKind masking, dropout, gaussian or salt-and-pepper
   * @param corruption the level: a probability, or for gaussian the standard deviation
   */
  public record Hyperparameters(
      int height,
      int width,
      int channels,
      List<Integer> filters,
      CorruptionKind corruptionKind,
      double corruption,
      int batchSize,
      int epochs,
      double learningRate)
      implements AutoencoderHyperparameters {
    public Hyperparameters {
      ConvolutionalLayers.check(height, width, channels, filters, batchSize, epochs, learningRate);
      Require.atLeast("height", height, Restoration.LEAST_SIDE);
      Require.atLeast("width", width, Restoration.LEAST_SIDE);
      corruptionKind.check("corruption", corruption);
      filters = List.copyOf(filters);
    }

    /** Follows from height, width and channels, and is no key of its own. */
    @Override
    @JsonIgnore
    public int inputs() {
      return height * width * channels;
    }
  }

  public static void main(String[] args) {
    Main.run(SkipConnectionsExperiment.class, args);
  }

  @Override
  public String title() {
    return "Do skip connections help to take noise off images?";
  }

  @Override
  public Class<Hyperparameters> hyperparameters() {
    return Hyperparameters.class;
  }

  @Override
  public List<Arm> arms(Hyperparameters h) {
    return List.of(WITHOUT, WITH);
  }

  @Override
  public Metric headline() {
    return new Metric(RATIO, "peak signal-to-noise ratio", "dB", "dB", 1, 2, false);
  }

  /** What all autoencoders are measured by is taken of uncorrupted images. */
  @Override
  public Set<String> measuredBy(String measure) {
    return OF_NOISE.contains(measure) ? Set.of("corruptionKind", "corruption") : Set.of();
  }

  @Override
  public void check(Hyperparameters h, Splits data) {
    ImageShape.require(new SampleShape(h.height(), h.width(), h.channels()), true, data);
  }

  /** Not another loss, which would take images of any values: both measures are of [0, 1]. */
  @Override
  public Set<String> trainingOptions() {
    return super.trainingOptions().stream()
        .filter(option -> !option.equals("loss"))
        .collect(Collectors.toSet());
  }

  @Override
  public String code(Hyperparameters h) {
    return pool(ConvolutionalLayers.POOLS);
  }

  private static String down(int level) {
    return "down-" + level;
  }

  private static String pool(int level) {
    return "pool-" + level;
  }

  private static String up(int level) {
    return "up-" + level;
  }

  @Override
  public ComputationGraphConfiguration graph(Hyperparameters h, Arm arm, long seed) {
    GraphBuilder graph =
        new NeuralNetConfiguration.Builder()
            .seed(seed)
            .updater(Keras.adam(h.learningRate()))
            .graphBuilder()
            .addInputs("pixels")
            .setInputTypes(InputType.convolutionalFlat(h.height(), h.width(), h.channels()));
    int[] channels =
        IntStream.concat(
                IntStream.of(h.channels()), h.filters().stream().mapToInt(Integer::intValue))
            .toArray();
    encode(graph, h, channels, seed);
    String top = decode(graph, h, channels, arm.equals(WITH));
    return graph.addLayer("image", ConvolutionalLayers.image(), top).setOutputs("image").build();
  }

  /**
   * @param channels before the first level and after each
   */
  private static void encode(GraphBuilder graph, Hyperparameters h, int[] channels, long seed) {
    String below = "pixels";
    for (int level = 1; level < channels.length; level++) {
      var convolution = convolution(channels[level - 1], channels[level]);
      if (level == 1) {
        convolution.dropOut(h.corruptionKind().of(h.corruption(), seed));
      }
      graph.addLayer(down(level), convolution.build(), below);
      graph.addLayer(pool(level), ConvolutionalLayers.pool(), down(level));
      below = pool(level);
    }
  }

  /** Adds the decoder; returns the node of the image's logits. */
  private static String decode(
      GraphBuilder graph, Hyperparameters h, int[] channels, boolean skipping) {
    String below = pool(channels.length - 1);
    int from = channels[channels.length - 1];
    for (int level = channels.length - 1; level > 0; level--) {
      int to = channels[level - 1];
      IActivation activation = level == 1 ? new ActivationIdentity() : new Gelu();
      graph.addLayer(
          up(level), deconvolution(from, to, back(h.height(), level - 1), activation), below);
      below = up(level);
      from = to;
      if (skipping) {
        below = "merged-" + level;
        graph.addVertex(below, new MergeVertex(), up(level), down(level));
        from = to + channels[level];
      }
    }
    if (!skipping) {
      return below;
    }
    graph.addLayer(
        "last", convolution(from, h.channels(), new ActivationIdentity()).build(), below);
    return "last";
  }

  @Override
  protected BatchSource scored(Job job, Dataset data, Hyperparameters h) {
    return job.inOrder(corrupted(job, data, h), data.values(), h.batchSize());
  }

  private static Features corrupted(Job job, Dataset data, Hyperparameters h) {
    return CorruptedExamples.of(
        data.values(), h.corruptionKind().of(h.corruption(), job.seed("measured noise")));
  }

  /**
   * {@code psnr} and {@code ssim} of restored images, {@code corruptedPsnr} and {@code
   * corruptedSsim} of the corrupted ones that they are restored from.
   */
  @Override
  protected Map<String, Double> measures(
      TrainedAutoencoder autoencoder, Job job, Hyperparameters h) {
    if (Stream.of(RATIO, SIMILARITY, CORRUPTED_RATIO, CORRUPTED_SIMILARITY).noneMatch(job::wants)) {
      return Map.of();
    }
    Restoration restored = new Restoration(h.height(), h.width(), h.channels());
    Restoration left = new Restoration(h.height(), h.width(), h.channels());
    Dataset data = job.evaluationData();
    try (TrainedAutoencoder.Pass pass = autoencoder.open()) {
      job.inOrder(corrupted(job, data, h), data.values(), BLOCK)
          .epoch(0)
          .forEach(
              block -> {
                restored.add(block.getLabels(), pass.reconstruct(block.getFeatures()));
                left.add(block.getLabels(), block.getFeatures());
              });
    }
    Map<String, Double> measures = new LinkedHashMap<>();
    measures.put(RATIO, restored.peakSignalToNoiseRatio());
    measures.put(SIMILARITY, restored.structuralSimilarity());
    measures.put(CORRUPTED_RATIO, left.peakSignalToNoiseRatio());
    measures.put(CORRUPTED_SIMILARITY, left.structuralSimilarity());
    return measures;
  }
}
