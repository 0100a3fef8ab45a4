package dev.bottleneck.experiment;

import dev.bottleneck.data.Dataset;
import dev.bottleneck.data.Features;
import dev.bottleneck.data.Splits;
import dev.bottleneck.evaluation.Classification;
import dev.bottleneck.evaluation.Metric;
import dev.bottleneck.layer.BinaryCrossEntropyFromLogits;
import dev.bottleneck.layer.Gelu;
import dev.bottleneck.runtime.Require;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.study.StudyMain;
import dev.bottleneck.study.configuration.TrainingOptions;
import dev.bottleneck.study.experiment.Experiment;
import dev.bottleneck.study.experiment.ExperimentNetwork;
import dev.bottleneck.study.experiment.Job;
import dev.bottleneck.study.figures.StudyFigures;
import dev.bottleneck.study.result.Arm;
import dev.bottleneck.study.result.ArmPair;
import dev.bottleneck.study.result.JobResult;
import dev.bottleneck.training.Network;
import dev.bottleneck.training.NetworkDefinition;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * Does an encoder that an autoencoder has learned from all images help a classifier with few
 * labels?
 *
 * <p>784 → 100 gelu → 30 gelu → 10 softmax, trained on a few labelled images from random weights,
 * and from the encoder of the stacked autoencoder. On one seed both arms of a number of labels
 * share the labelled images, the output layer's initial weights and the order of the mini-batches.
 * Source: after Géron, Hands-On Machine Learning (3rd ed.), chapter 17. Loss: cross-entropy, a mean
 * over the batch.
 */
public final class FewLabelsExperiment implements Experiment<FewLabelsExperiment.Hyperparameters> {
  private static final String SCRATCH = "scratch-";
  private static final String PRETRAINED = "pretrained-";
  private static final int ENCODER_LAYERS = 2;

  /**
   * @param hidden units of the hidden layer
   * @param code units of the code
   * @param classes units of the output layer
   * @param labelCounts numbers of labelled images, each an arm from scratch and one pretrained
   * @param pretrainingEpochs epochs of the autoencoder, on all training images
   * @param epochs epochs of the classifier, on the labelled images
   */
  public record Hyperparameters(
      int inputs,
      int hidden,
      int code,
      int classes,
      List<Integer> labelCounts,
      int batchSize,
      int pretrainingEpochs,
      int epochs,
      double learningRate) {
    public Hyperparameters {
      Require.atLeast("inputs", inputs, 1);
      Require.atLeast("hidden", hidden, 1);
      Require.atLeast("code", code, 1);
      Require.atLeast("classes", classes, 2);
      Require.atLeast("labelCounts (the number of its entries)", labelCounts.size(), 1);
      labelCounts.forEach(count -> Require.atLeast("labelCounts", count, 1));
      Require.atLeast("batchSize", batchSize, 1);
      Require.atMost("batchSize", batchSize, 1_000_000);
      Require.atLeast("pretrainingEpochs", pretrainingEpochs, 1);
      Require.atLeast("epochs", epochs, 1);
      Require.positive("learningRate", learningRate);
    }
  }

  public static void main(String[] args) {
    StudyMain.run(new FewLabelsExperiment(), args);
  }

  @Override
  public String title() {
    return "Does a pretrained encoder help when labels are few?";
  }

  @Override
  public Class<Hyperparameters> hyperparameters() {
    return Hyperparameters.class;
  }

  @Override
  public List<Arm> arms(Hyperparameters h) {
    return pairs(h).stream().flatMap(pair -> Stream.of(pair.baseline(), pair.arm())).toList();
  }

  /** With one number of labels the two arms are compared, not numbers of labels with each other. */
  @Override
  public List<ArmPair> pairs(Hyperparameters h) {
    return h.labelCounts().stream()
        .distinct()
        .map(
            count ->
                new ArmPair(
                    new Arm(
                        SCRATCH + count,
                        String.format(Locale.ROOT, "from scratch, %,d labels", count)),
                    new Arm(
                        PRETRAINED + count,
                        String.format(Locale.ROOT, "pretrained, %,d labels", count))))
        .toList();
  }

  private static int labels(Arm arm) {
    return Integer.parseInt(arm.key().substring(arm.key().indexOf('-') + 1));
  }

  private static boolean pretrained(Arm arm) {
    return arm.key().startsWith(PRETRAINED);
  }

  @Override
  public Metric headline() {
    return Metric.classificationError();
  }

  @Override
  public void check(Hyperparameters h, Splits data) {
    Dataset train = data.train();
    ClassifierData.require(h.inputs(), h.classes(), data);
    for (int count : h.labelCounts()) {
      if (count > train.size()) {
        throw new UserError(
            "labelCounts has %d, but there are %d training examples"
                .formatted(count, train.size()));
      }
    }
  }

  @Override
  public long steps(Job job, Hyperparameters h) {
    long classifier =
        (long) job.epochs(h.epochs()) * job.batchCount(labels(job.arm()), h.batchSize());
    long autoencoder =
        (long) job.epochs(h.pretrainingEpochs())
            * job.batchCount(job.trainingData().size(), h.batchSize());
    return pretrained(job.arm()) ? classifier + autoencoder : classifier;
  }

  @Override
  public List<ExperimentNetwork> networks(Hyperparameters h, TrainingOptions training) {
    return List.of(
        new ExperimentNetwork(
            "pretraining",
            NetworkDefinition.of(autoencoder(h, 0)),
            h.inputs(),
            h.batchSize(),
            true),
        new ExperimentNetwork(
            "classifier",
            NetworkDefinition.of(classifier(h, 0)),
            h.inputs(),
            h.batchSize(),
            false));
  }

  @Override
  public JobResult run(Job job, Hyperparameters h) {
    MultiLayerNetwork classifier = initialised(classifier(h, job.seed("weights")));
    if (pretrained(job.arm())) {
      boolean first = labels(job.arm()) == h.labelCounts().get(0);
      List<float[]> encoder = job.once("pretrained encoder", first, own -> encoder(own, h));
      for (int layer = 0; layer < encoder.size(); layer++) {
        float[] parameters = encoder.get(layer);
        classifier.getLayer(layer).setParams(Nd4j.createFromArray(parameters));
      }
    }
    Dataset labelled = job.trainingData().sample(labels(job.arm()), job.seed("labelled examples"));
    Network network = Network.of(classifier);
    job.fit(
        network,
        job.batches(labelled.values(), labelled.oneHot(), h.batchSize(), "order"),
        h.inputs(),
        h.epochs(),
        job.phase(String.format(Locale.ROOT, "classifier, %,d labels", labels(job.arm()))));
    job.trained(Map.of("model", network), Map.of());
    Classification result = job.classify(network);
    return new JobResult(
        Map.of(headline().key(), result.error()),
        Map.of("model", network),
        Optional.of(result.correct()));
  }

  /** The parameters of the encoder's layers, the same for every number of labels. */
  private static List<float[]> encoder(Job job, Hyperparameters h) {
    MultiLayerNetwork autoencoder = initialised(autoencoder(h, job.seed("autoencoder")));
    Features images = job.trainingData().values();
    job.fit(
        Network.of(autoencoder),
        job.batches(images, images, h.batchSize(), "pretraining order"),
        h.inputs(),
        h.pretrainingEpochs(),
        job.phase("pretraining"));
    return IntStream.range(0, ENCODER_LAYERS)
        .mapToObj(layer -> autoencoder.getLayer(layer).params().toFloatVector())
        .toList();
  }

  @Override
  public void draw(StudyFigures figures, Hyperparameters h) {
    // The error of each arm and the learning curves say all there is.
  }

  private static NeuralNetConfiguration.ListBuilder encoder(Hyperparameters h, long seed) {
    return new NeuralNetConfiguration.Builder()
        .seed(seed)
        .updater(Keras.adam(h.learningRate()))
        .weightInit(WeightInit.XAVIER_UNIFORM)
        .activation(new Gelu())
        .list()
        .layer(new DenseLayer.Builder().nIn(h.inputs()).nOut(h.hidden()).build())
        .layer(new DenseLayer.Builder().nIn(h.hidden()).nOut(h.code()).build());
  }

  private static MultiLayerConfiguration classifier(Hyperparameters h, long seed) {
    return encoder(h, seed)
        .layer(
            new OutputLayer.Builder(LossFunction.MCXENT)
                .nIn(h.code())
                .nOut(h.classes())
                .activation(Activation.SOFTMAX)
                .build())
        .build();
  }

  private static MultiLayerConfiguration autoencoder(Hyperparameters h, long seed) {
    return encoder(h, seed)
        .layer(new DenseLayer.Builder().nIn(h.code()).nOut(h.hidden()).build())
        .layer(
            new OutputLayer.Builder(BinaryCrossEntropyFromLogits.meanOverUnits())
                .nIn(h.hidden())
                .nOut(h.inputs())
                .activation(Activation.SIGMOID)
                .build())
        .build();
  }

  private static MultiLayerNetwork initialised(MultiLayerConfiguration configuration) {
    MultiLayerNetwork net = new MultiLayerNetwork(configuration);
    net.init();
    return net;
  }
}
