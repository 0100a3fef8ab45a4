package dev.bottleneck.experiment;

import dev.bottleneck.autoencoder.RowBlocks;
import dev.bottleneck.data.Dataset;
import dev.bottleneck.data.ExampleWindow;
import dev.bottleneck.data.Features;
import dev.bottleneck.evaluation.Classification;
import dev.bottleneck.layer.Gelu;
import dev.bottleneck.runtime.Require;
import dev.bottleneck.study.configuration.TrainingOptions;
import dev.bottleneck.study.experiment.ClassifierMeasures;
import dev.bottleneck.study.experiment.ExperimentNetwork;
import dev.bottleneck.study.experiment.Job;
import dev.bottleneck.study.figures.StudyFigures;
import dev.bottleneck.study.result.Arm;
import dev.bottleneck.study.result.JobResult;
import dev.bottleneck.training.ForwardPass;
import dev.bottleneck.training.GreedyPretraining;
import dev.bottleneck.training.Network;
import dev.bottleneck.training.NetworkDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration.ListBuilder;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Does an encoder that an autoencoder has learned from all images help a classifier with few
 * labels? A variant says the networks, this class the rest.
 *
 * <p>The classifier is an encoder and a head, the layers above it. From scratch it is trained
 * whole. Pretrained, it has the encoder of an autoencoder that was trained on all images, and which
 * is first held fast while the head learns, and then trained with it; both arms see the labelled
 * images as often. On one seed both arms of a number of labels share the labelled images, the
 * head's initial weights and, where no encoder is held fast, the order of the mini-batches.
 */
abstract class FewLabels<H extends Record & FewLabels.Hyperparameters>
    extends LabelCountsExperiment<H> {
  private static final String MODEL = "model";
  private static final String FROZEN = "classifier above a frozen encoder";

  /** What those of every variant hold. */
  interface Hyperparameters extends LabelCountsExperiment.Hyperparameters {
    int batchSize();

    /** Epochs of the autoencoder, on all training images. */
    int pretrainingEpochs();

    /** Epochs on the labelled images in which a pretrained encoder is held fast. */
    int frozenEpochs();

    /** Epochs on the labelled images after those; 0 leaves the encoder as it was pretrained. */
    int epochs();

    /** The classifier's, of Adam. */
    double learningRate();

    /** Checks the ranges of these; for the compact constructor of a record. */
    static void check(
        int inputs,
        int classes,
        List<Integer> labelCounts,
        int batchSize,
        int pretrainingEpochs,
        int frozenEpochs,
        int epochs,
        double learningRate) {
      LabelCountsExperiment.Hyperparameters.check(inputs, classes, labelCounts);
      Require.atLeast("batchSize", batchSize, 1);
      Require.atMost("batchSize", batchSize, 1_000_000);
      Require.atLeast("pretrainingEpochs", pretrainingEpochs, 1);
      Require.atLeast("frozenEpochs", frozenEpochs, 0);
      Require.atLeast("epochs", epochs, frozenEpochs > 0 ? 0 : 1);
      Require.positive("learningRate", learningRate);
    }
  }

  FewLabels() {
    super(new Arm("scratch", "from scratch"), new Arm("pretrained", "pretrained"));
  }

  /** The layers of the encoder. */
  abstract int encoderLayers();

  /** The units of its last layer. */
  abstract int codeUnits(H hyperparameters);

  /** The encoder and what gives back the image. */
  abstract MultiLayerConfiguration autoencoder(H hyperparameters, long seed);

  /** The encoder, to be trained as a classifier. */
  abstract ListBuilder encoder(H hyperparameters, long seed);

  /** Adds what tells the class of codes {@code [batch, units]}. */
  abstract MultiLayerConfiguration withHead(ListBuilder below, H hyperparameters);

  /** No layer yet. */
  static ListBuilder nothing(double learningRate, long seed) {
    return new NeuralNetConfiguration.Builder()
        .seed(seed)
        .updater(Keras.adam(learningRate))
        .weightInit(WeightInit.XAVIER_UNIFORM)
        .activation(new Gelu())
        .list();
  }

  private MultiLayerConfiguration classifier(H h, long seed) {
    return withHead(encoder(h, seed), h);
  }

  private MultiLayerConfiguration head(H h, long seed) {
    return withHead(nothing(h.learningRate(), seed), h);
  }

  @Override
  public final long steps(Job job, H h) {
    long batches = job.batchCount(labels(job.arm()), h.batchSize());
    if (isBaseline(job.arm())) {
      return job.epochs(h.frozenEpochs() + h.epochs()) * batches;
    }
    long classifier = (job.epochs(h.frozenEpochs()) + job.epochs(h.epochs())) * batches;
    return classifier
        + (long) job.epochs(h.pretrainingEpochs())
            * job.batchCount(job.trainingData().size(), h.batchSize());
  }

  @Override
  public final List<ExperimentNetwork> networks(H h, TrainingOptions training) {
    List<ExperimentNetwork> networks = new ArrayList<>();
    networks.add(network("pretraining", autoencoder(h, 0), h.inputs(), h.batchSize(), true));
    if (h.frozenEpochs() > 0) {
      networks.add(network(FROZEN, head(h, 0), codeUnits(h), h.batchSize(), false));
    }
    networks.add(network("classifier", classifier(h, 0), h.inputs(), h.batchSize(), false));
    return networks;
  }

  private static ExperimentNetwork network(
      String name, MultiLayerConfiguration network, int inputs, int batch, boolean reconstructs) {
    return new ExperimentNetwork(name, NetworkDefinition.of(network), inputs, batch, reconstructs);
  }

  @Override
  public final JobResult run(Job job, H h) {
    MultiLayerNetwork classifier = initialized(classifier(h, job.seed("weights")));
    Dataset labelled = labelled(job);
    int epochs = h.frozenEpochs() + h.epochs();
    if (!isBaseline(job.arm())) {
      boolean first = labels(job.arm()) == h.labelCounts().get(0);
      List<float[]> encoder = job.once("pretrained encoder", first, own -> encoder(own, h));
      for (int layer = 0; layer < encoder.size(); layer++) {
        setParameters(classifier, layer, Nd4j.createFromArray(encoder.get(layer)));
      }
      if (h.frozenEpochs() > 0) {
        trainHead(classifier, labelled, job, h);
      }
      epochs = h.epochs();
    }
    Network network = Network.of(classifier);
    if (epochs > 0) {
      job.phase(phase("classifier", labelled))
          .fit(
              network,
              job.batches(labelled.values(), labelled.oneHot(), h.batchSize(), "order"),
              h.inputs(),
              epochs);
    }
    job.trained(Map.of(MODEL, network), Map.of());
    Classification result = ClassifierMeasures.classify(network, job);
    return new JobResult(
        Map.of(headline().key(), result.error()),
        Map.of(MODEL, network),
        Optional.of(result.correct()));
  }

  private static String phase(String what, Dataset labelled) {
    return String.format(Locale.ROOT, "%s, %,d labels", what, labelled.size());
  }

  /** A layer without parameters has nothing to be set. */
  private static void setParameters(MultiLayerNetwork net, int layer, INDArray parameters) {
    if (!parameters.isEmpty()) {
      net.getLayer(layer).setParams(parameters);
    }
  }

  private static MultiLayerNetwork initialized(MultiLayerConfiguration configuration) {
    MultiLayerNetwork net = new MultiLayerNetwork(configuration);
    net.init();
    return net;
  }

  /** The parameters of the encoder's layers, the same for every number of labels. */
  private List<float[]> encoder(Job job, H h) {
    MultiLayerNetwork autoencoder = initialized(autoencoder(h, job.seed("autoencoder")));
    Features images = job.trainingData().values();
    job.phase("pretraining")
        .fit(
            Network.of(autoencoder),
            job.batches(images, images, h.batchSize(), "pretraining order"),
            h.inputs(),
            h.pretrainingEpochs());
    return IntStream.range(0, encoderLayers())
        .mapToObj(layer -> parameters(autoencoder, layer))
        .toList();
  }

  private static float[] parameters(MultiLayerNetwork net, int layer) {
    return net.getLayer(layer).numParams() == 0
        ? new float[0]
        : net.getLayer(layer).params().toFloatVector();
  }

  /**
   * Trains what is above the encoder. The encoder is held fast, so that an image's code never
   * changes: what is trained is a network of its own, on codes that are computed once.
   */
  private void trainHead(MultiLayerNetwork classifier, Dataset labelled, Job job, H h) {
    MultiLayerNetwork head = initialized(head(h, job.seed("weights")));
    for (int layer = 0; layer < head.getnLayers(); layer++) {
      head.getLayer(layer).setParams(classifier.getLayer(encoderLayers() + layer).params());
    }
    Features codes = Features.of(codes(classifier, labelled, job));
    job.phase(phase(FROZEN, labelled))
        .fit(
            Network.of(head),
            job.batches(codes, labelled.oneHot(), h.batchSize(), "order above a frozen encoder"),
            codes.length(),
            h.frozenEpochs());
    for (int layer = 0; layer < head.getnLayers(); layer++) {
      classifier.getLayer(encoderLayers() + layer).setParams(head.getLayer(layer).params());
    }
  }

  private INDArray codes(MultiLayerNetwork classifier, Dataset images, Job job) {
    ExampleWindow window = new ExampleWindow(images);
    try (ForwardPass pass = job.engine().forward(classifier)) {
      return RowBlocks.collect(
          images.size(),
          GreedyPretraining.ENCODED_AT_ONCE,
          (from, to) ->
              pass.activations(0, encoderLayers() - 1, window.features((int) from, (int) to))
                  .reshape('c', to - from, -1));
    }
  }

  @Override
  public final void draw(StudyFigures figures, H h) {
    // The error of each arm and the learning curves say all there is.
  }
}
