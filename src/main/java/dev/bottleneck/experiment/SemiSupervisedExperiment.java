package dev.bottleneck.experiment;

import dev.bottleneck.autoencoder.ModelCard;
import dev.bottleneck.autoencoder.TrainedAutoencoder;
import dev.bottleneck.cli.Main;
import dev.bottleneck.data.Dataset;
import dev.bottleneck.data.Features;
import dev.bottleneck.data.Splits;
import dev.bottleneck.evaluation.Classification;
import dev.bottleneck.layer.BinaryCrossEntropyFromLogits;
import dev.bottleneck.layer.Gelu;
import dev.bottleneck.layer.SoftmaxCrossEntropy;
import dev.bottleneck.layer.WeightedLoss;
import dev.bottleneck.runtime.Require;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.step.EngineChoice;
import dev.bottleneck.study.autoencoder.AutoencoderMeasures;
import dev.bottleneck.study.autoencoder.TrainedCard;
import dev.bottleneck.study.configuration.TrainingOptions;
import dev.bottleneck.study.experiment.ClassifierMeasures;
import dev.bottleneck.study.experiment.ExperimentNetwork;
import dev.bottleneck.study.experiment.Job;
import dev.bottleneck.study.figures.AutoencoderFigures;
import dev.bottleneck.study.figures.StudyFigures;
import dev.bottleneck.study.result.Arm;
import dev.bottleneck.study.result.JobResult;
import dev.bottleneck.training.BatchSource;
import dev.bottleneck.training.Network;
import dev.bottleneck.training.NetworkDefinition;
import dev.bottleneck.training.TrainingEnd;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.ILossFunction;

/**
 * Does a classifier with few labels gain when its encoder has to give back all images, too?
 *
 * <p>One encoder, 784 → 100 gelu → 30 gelu, and two outputs: the class, 10 softmax of the code, and
 * the image, 100 gelu → 784 sigmoid. The loss of a batch of B examples, of which those in Y have a
 * label, is
 *
 * <pre>  1/B (c Σ_{i ∈ Y} −ln p_i(y_i) + r Σ_i BCE_i),</pre>
 *
 * <p>BCE the binary cross-entropy, a mean over pixels. In the supervised arm r is 0: the same
 * network learns from the same batches, and on one seed both arms share the labelled images, the
 * initial weights and the order. An epoch holds each training image once without its label, and the
 * labelled ones as often as makes up their share; on the validation part, where all have a label,
 * the class weighs as much as in an epoch. Source: Ranzato and Szummer, Semi-supervised Learning of
 * Compact Document Representations with Deep Networks (2008), for a code that must both reconstruct
 * and classify.
 */
public final class SemiSupervisedExperiment
    extends LabelCountsExperiment<SemiSupervisedExperiment.Hyperparameters> {
  private static final String MODEL = "model";
  private static final String CODE = "code";
  private static final String CLASS = "class";
  private static final String IMAGE = "image";

  /**
   * @param hidden units of the encoder's and of the decoder's hidden layer
   * @param code units of the code
   * @param classes units of the output for the class
   * @param labelCounts numbers of labelled images, each an arm of either kind
   * @param labelledShare what part of the examples of an epoch has a label, above 0 and below 1
   * @param classificationWeight c
   * @param reconstructionWeight r of the semi-supervised arms
   */
  public record Hyperparameters(
      int inputs,
      int hidden,
      int code,
      int classes,
      List<Integer> labelCounts,
      double labelledShare,
      double classificationWeight,
      double reconstructionWeight,
      int batchSize,
      int epochs,
      double learningRate)
      implements LabelCountsExperiment.Hyperparameters {
    public Hyperparameters {
      LabelCountsExperiment.Hyperparameters.check(inputs, classes, labelCounts);
      Require.atLeast("hidden", hidden, 1);
      Require.atLeast("code", code, 1);
      Require.positive("labelledShare", labelledShare);
      Require.below("labelledShare", labelledShare, 0, 1);
      Require.positive("classificationWeight", classificationWeight);
      Require.between("reconstructionWeight", reconstructionWeight, 0, Double.MAX_VALUE);
      Require.atLeast("batchSize", batchSize, 1);
      Require.atMost("batchSize", batchSize, 1_000_000);
      Require.atLeast("epochs", epochs, 1);
      Require.positive("learningRate", learningRate);
      labelCounts = List.copyOf(labelCounts);
    }

    /** Examples of an epoch that have a label, beside {@code all} that have none. */
    int labelledOf(int all) {
      double labelled = all * labelledShare / (1 - labelledShare);
      if (all + labelled > Integer.MAX_VALUE) {
        throw new UserError(
            String.format(
                Locale.ROOT,
                "labelledShare is %s: with %,d training examples an epoch would have %,.0f, more"
                    + " than can be counted: take a smaller share",
                labelledShare,
                all,
                all + labelled));
      }
      return Math.max(1, (int) Math.round(labelled));
    }
  }

  public SemiSupervisedExperiment() {
    super(new Arm("supervised", "supervised"), new Arm("semi-supervised", "semi-supervised"));
  }

  public static void main(String[] args) {
    Main.run(SemiSupervisedExperiment.class, args);
  }

  @Override
  public String title() {
    return "Does reconstructing help a classifier when labels are few?";
  }

  @Override
  public Class<Hyperparameters> hyperparameters() {
    return Hyperparameters.class;
  }

  @Override
  public void check(Hyperparameters h, Splits data) {
    super.check(h, data);
    h.labelledOf(data.train().size());
  }

  @Override
  public Set<String> trainingOptions() {
    return Set.of("engine", "precision", "patience", "keep");
  }

  @Override
  public long steps(Job job, Hyperparameters h) {
    int all = job.trainingData().size();
    return (long) job.epochs(h.epochs())
        * job.batchCount(Math.addExact(all, h.labelledOf(all)), h.batchSize());
  }

  @Override
  public List<ExperimentNetwork> networks(Hyperparameters h, TrainingOptions training) {
    NetworkDefinition network = NetworkDefinition.of(graph(h, h.reconstructionWeight(), 0));
    return List.of(
        new ExperimentNetwork("semi-supervised", network, h.inputs(), h.batchSize(), true));
  }

  /** The network with the image as its first output and the class as its second. */
  static ComputationGraphConfiguration graph(
      Hyperparameters h, double reconstructionWeight, long seed) {
    return new NeuralNetConfiguration.Builder()
        .seed(seed)
        .updater(Keras.adam(h.learningRate()))
        .weightInit(WeightInit.XAVIER_UNIFORM)
        .activation(new Gelu())
        .graphBuilder()
        .addInputs("pixels")
        .addLayer("hidden", dense(h.inputs(), h.hidden()), "pixels")
        .addLayer(CODE, dense(h.hidden(), h.code()), "hidden")
        .addLayer(
            CLASS,
            output(
                h.code(),
                h.classes(),
                Activation.SOFTMAX,
                new WeightedLoss(new SoftmaxCrossEntropy(), h.classificationWeight())),
            CODE)
        .addLayer("decoder", dense(h.code(), h.hidden()), CODE)
        .addLayer(
            IMAGE,
            output(
                h.hidden(),
                h.inputs(),
                Activation.SIGMOID,
                new WeightedLoss(
                    BinaryCrossEntropyFromLogits.meanOverUnits(), reconstructionWeight)),
            "decoder")
        .setOutputs(IMAGE, CLASS)
        .build();
  }

  private static DenseLayer dense(int in, int out) {
    return new DenseLayer.Builder().nIn(in).nOut(out).build();
  }

  private static OutputLayer output(int in, int out, Activation activation, ILossFunction loss) {
    return new OutputLayer.Builder(loss).nIn(in).nOut(out).activation(activation).build();
  }

  @Override
  public JobResult run(Job job, Hyperparameters h) {
    boolean reconstructs = !isBaseline(job.arm());
    Network net =
        NetworkDefinition.of(
                graph(h, reconstructs ? h.reconstructionWeight() : 0, job.seed("weights")))
            .initialized();
    TrainingEnd end = train(net, job, h);
    Map<String, Network> networks = Map.of(MODEL, net);
    Map<String, ModelCard> cards =
        reconstructs
            ? Map.of(MODEL, TrainedCard.of(this, job, net, CODE, false))
            : Map.<String, ModelCard>of();
    job.trained(networks, cards);
    Classification result = ClassifierMeasures.classify(net, CLASS, job);
    Map<String, Double> measures = new LinkedHashMap<>();
    measures.put(headline().key(), result.error());
    TrainedAutoencoder autoencoder = TrainedAutoencoder.of(net, CODE, h.inputs(), job.engine());
    AutoencoderMeasures common = AutoencoderMeasures.of(autoencoder, job);
    measures.putAll(common.values());
    if (!reconstructs) {
      // Of a decoder that nothing has trained.
      measures.keySet().removeAll(Set.of("crossEntropy", "squaredError"));
    }
    end.bestEpoch().ifPresent(epoch -> measures.put("bestEpoch", (double) epoch));
    return new JobResult(
        measures, networks, cards, Optional.of(result.correct()), common.leftOut());
  }

  private static TrainingEnd train(Network net, Job job, Hyperparameters h) {
    int count = labels(job.arm());
    Dataset all = job.trainingData();
    Dataset labelled = labelled(job);
    int[] again = IntStream.range(0, h.labelledOf(all.size())).map(i -> i % count).toArray();
    Features images = all.values().followedBy(labelled.values().select(again));
    Features classes =
        Features.zeros(all.size(), h.classes()).followedBy(labelled.oneHot().select(again));
    return job.phase(String.format(Locale.ROOT, "training, %,d labels", count))
        .scoredOn(data -> scored(job, data, h))
        .fit(
            net,
            job.batches(images, images.beside(classes), h.batchSize(), "batch order"),
            h.inputs(),
            h.epochs());
  }

  /** Every validation example has a label, but all together they weigh as in training. */
  private static BatchSource scored(Job job, Dataset data, Hyperparameters h) {
    Features classes = data.oneHot().times((float) h.labelledShare());
    return job.inOrder(data.values(), data.values().beside(classes), h.batchSize());
  }

  /** Where the encoder puts the classes, without and with having to reconstruct. */
  @Override
  public void draw(StudyFigures figures, Hyperparameters h) {
    for (Arm arm : figures.arms()) {
      Network net = figures.network(arm, MODEL).orElseThrow();
      AutoencoderFigures.drawCodes(
          figures, arm, TrainedAutoencoder.of(net, CODE, h.inputs(), EngineChoice.AUTO));
    }
  }
}
