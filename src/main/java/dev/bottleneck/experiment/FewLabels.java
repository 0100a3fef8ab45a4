package dev.bottleneck.experiment;

import dev.bottleneck.autoencoder.RowBlocks;
import dev.bottleneck.data.Dataset;
import dev.bottleneck.data.Features;
import dev.bottleneck.data.Splits;
import dev.bottleneck.evaluation.Classification;
import dev.bottleneck.evaluation.Metric;
import dev.bottleneck.runtime.Require;
import dev.bottleneck.study.configuration.TrainingOptions;
import dev.bottleneck.study.experiment.ClassifierMeasures;
import dev.bottleneck.study.experiment.Experiment;
import dev.bottleneck.study.experiment.ExperimentNetwork;
import dev.bottleneck.study.experiment.Job;
import dev.bottleneck.study.figures.StudyFigures;
import dev.bottleneck.study.result.Arm;
import dev.bottleneck.study.result.ArmPair;
import dev.bottleneck.study.result.JobResult;
import dev.bottleneck.training.ForwardPass;
import dev.bottleneck.training.GreedyPretraining;
import dev.bottleneck.training.Network;
import dev.bottleneck.training.NetworkDefinition;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration.ListBuilder;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
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
abstract class FewLabels<H extends Record & FewLabels.Hyperparameters> implements Experiment<H> {
  private static final LabelArms ARMS =
      new LabelArms(new Arm("scratch", "from scratch"), new Arm("pretrained", "pretrained"));

  private static final String MODEL = "model";

  /** What those of every variant hold. */
  interface Hyperparameters {
    /** Values of one example. */
    int inputs();

    /** Units of the output layer. */
    int classes();

    /** Numbers of labelled images, each an arm from scratch and one pretrained. */
    List<Integer> labelCounts();

    int batchSize();

    /** Epochs of the autoencoder, on all training images. */
    int pretrainingEpochs();

    /** Epochs on the labelled images in which a pretrained encoder is held fast. */
    int frozenEpochs();

    /** Epochs on the labelled images after those; 0 leaves the encoder as it was pretrained. */
    int epochs();

    /** Checks the ranges of these; for the compact constructor of a record. */
    static void check(
        int inputs,
        int classes,
        List<Integer> labelCounts,
        int batchSize,
        int pretrainingEpochs,
        int frozenEpochs,
        int epochs) {
      Require.atLeast("inputs", inputs, 1);
      Require.atLeast("classes", classes, 2);
      LabelArms.check(labelCounts);
      Require.atLeast("batchSize", batchSize, 1);
      Require.atMost("batchSize", batchSize, 1_000_000);
      Require.atLeast("pretrainingEpochs", pretrainingEpochs, 1);
      Require.atLeast("frozenEpochs", frozenEpochs, 0);
      Require.atLeast("epochs", epochs, frozenEpochs > 0 ? 0 : 1);
    }
  }

  /** The layers of the encoder. */
  abstract int encoderLayers();

  /** The encoder and what gives back the image. */
  abstract MultiLayerConfiguration autoencoder(H hyperparameters, long seed);

  /** The encoder, to be trained as a classifier. */
  abstract ListBuilder encoder(H hyperparameters, long seed);

  /** No layer yet, to be trained as a classifier. */
  abstract ListBuilder nothing(H hyperparameters, long seed);

  /** Adds what tells the class of codes {@code [batch, units]}. */
  abstract MultiLayerConfiguration withHead(ListBuilder below, H hyperparameters);

  private MultiLayerConfiguration classifier(H h, long seed) {
    return withHead(encoder(h, seed), h);
  }

  @Override
  public final List<Arm> arms(H h) {
    return ARMS.arms(h.labelCounts());
  }

  /** With one number of labels the two arms are compared, not numbers of labels with each other. */
  @Override
  public final List<ArmPair> pairs(H h) {
    return ARMS.pairs(h.labelCounts());
  }

  @Override
  public final Metric headline() {
    return Metric.classificationError();
  }

  @Override
  public void check(H h, Splits data) {
    ClassifierData.require(h.inputs(), h.classes(), data);
    LabelArms.check(h.labelCounts(), data.train());
  }

  @Override
  public final long steps(Job job, H h) {
    long batches = job.batchCount(LabelArms.labels(job.arm()), h.batchSize());
    if (ARMS.isBaseline(job.arm())) {
      return job.epochs(h.frozenEpochs() + h.epochs()) * batches;
    }
    long classifier = (job.epochs(h.frozenEpochs()) + job.epochs(h.epochs())) * batches;
    return classifier
        + (long) job.epochs(h.pretrainingEpochs())
            * job.batchCount(job.trainingData().size(), h.batchSize());
  }

  @Override
  public final List<ExperimentNetwork> networks(H h, TrainingOptions training) {
    return List.of(
        network("pretraining", autoencoder(h, 0), h, true),
        network("classifier", classifier(h, 0), h, false));
  }

  private ExperimentNetwork network(
      String name, MultiLayerConfiguration network, H h, boolean reconstructs) {
    NetworkDefinition definition = NetworkDefinition.of(network);
    return new ExperimentNetwork(name, definition, h.inputs(), h.batchSize(), reconstructs);
  }

  @Override
  public final JobResult run(Job job, H h) {
    MultiLayerNetwork classifier = initialized(classifier(h, job.seed("weights")));
    Dataset labelled =
        job.trainingData().sample(LabelArms.labels(job.arm()), job.seed("labelled examples"));
    int epochs = h.frozenEpochs() + h.epochs();
    if (!ARMS.isBaseline(job.arm())) {
      boolean first = LabelArms.labels(job.arm()) == h.labelCounts().get(0);
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
    MultiLayerNetwork head = initialized(withHead(nothing(h, job.seed("weights")), h));
    for (int layer = 0; layer < head.getnLayers(); layer++) {
      head.getLayer(layer).setParams(classifier.getLayer(encoderLayers() + layer).params());
    }
    Features codes = Features.of(codes(classifier, labelled, job));
    job.phase(phase("classifier above a frozen encoder", labelled))
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
    try (ForwardPass pass = job.engine().forward(classifier)) {
      return RowBlocks.collect(
          images.size(),
          GreedyPretraining.ENCODED_AT_ONCE,
          (from, to) ->
              pass.activations(0, encoderLayers() - 1, images.rows((int) from, (int) to).features())
                  .reshape('c', to - from, -1));
    }
  }

  @Override
  public final void draw(StudyFigures figures, H h) {
    // The error of each arm and the learning curves say all there is.
  }
}
