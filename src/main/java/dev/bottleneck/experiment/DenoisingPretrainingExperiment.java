package dev.bottleneck.experiment;

import dev.bottleneck.cli.Main;
import dev.bottleneck.data.Dataset;
import dev.bottleneck.data.Features;
import dev.bottleneck.data.Splits;
import dev.bottleneck.evaluation.Classification;
import dev.bottleneck.evaluation.Metric;
import dev.bottleneck.runtime.Require;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.study.configuration.TrainingOptions;
import dev.bottleneck.study.experiment.ClassifierMeasures;
import dev.bottleneck.study.experiment.Experiment;
import dev.bottleneck.study.experiment.ExperimentNetwork;
import dev.bottleneck.study.experiment.Job;
import dev.bottleneck.study.figures.StudyFigures;
import dev.bottleneck.study.result.Arm;
import dev.bottleneck.study.result.JobResult;
import dev.bottleneck.training.GreedyPretraining;
import dev.bottleneck.training.Network;
import dev.bottleneck.training.NetworkDefinition;
import dev.bottleneck.training.TrainingEnd;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * Does denoising pretraining lower a classifier's test error?
 *
 * <p>A sigmoid network is trained from scratch, after greedy autoencoder pretraining, and after
 * greedy denoising pretraining (masking corruption on each layer's input). On one seed the three
 * arms share the initial weights and the order of the mini-batches.
 *
 * <p>Source: Vincent et al., Extracting and Composing Robust Features with Denoising Autoencoders
 * (2008); setting and figures of DeepLearnToolbox's example (Palm, Prediction as a candidate for
 * learning deep hierarchical models of data, 2012). Loss: ½ Σ (ŷ − y)² over units, mean over the
 * batch. Where fine-tuning ends before its time or keeps the best epoch, the classifier's loss on
 * the validation part decides.
 */
public final class DenoisingPretrainingExperiment
    implements Experiment<DenoisingPretrainingExperiment.Hyperparameters> {
  private static final Arm SCRATCH = new Arm("no-pretraining", "no pretraining");
  private static final Arm AUTOENCODER =
      new Arm("autoencoder-pretraining", "autoencoder pretraining");
  private static final Arm DENOISING = new Arm("denoising-pretraining", "denoising pretraining");

  /**
   * @param inputs pixels of an image
   * @param hidden units of each hidden layer, from the input up
   * @param classes units of the output layer
   * @param corruption probability that masking sets an input of an autoencoder to 0; one for all
   *     layers, or one a layer
   * @param initialBiases what the biases begin with; the weights are uniform within ±4 √(6 / (fanIn
   *     + fanOut))
   * @param classifierLoss what the classifier's output is held against the classes by
   * @param labelledExamples how many training examples the fine-tuning sees, drawn by the seed; 0:
   *     all. Pretraining, which needs no labels, always sees all
   */
  public record Hyperparameters(
      int inputs,
      List<Integer> hidden,
      int classes,
      CorruptionLevels corruption,
      InitialBiases initialBiases,
      ClassifierLoss classifierLoss,
      int batchSize,
      int pretrainingEpochs,
      double pretrainingLearningRate,
      int fineTuningEpochs,
      double fineTuningLearningRate,
      double momentum,
      int labelledExamples) {
    public Hyperparameters {
      Require.atLeast("inputs", inputs, 1);
      Require.atLeast("hidden (the number of its layers)", hidden.size(), 1);
      hidden.forEach(units -> Require.atLeast("hidden", units, 1));
      Require.atLeast("classes", classes, 2);
      corruption.requireFor(hidden.size());
      Require.atLeast("batchSize", batchSize, 1);
      Require.atMost("batchSize", batchSize, 1_000_000);
      Require.atLeast("pretrainingEpochs", pretrainingEpochs, 1);
      Require.positive("pretrainingLearningRate", pretrainingLearningRate);
      Require.atLeast("fineTuningEpochs", fineTuningEpochs, 1);
      Require.positive("fineTuningLearningRate", fineTuningLearningRate);
      Require.below("momentum", momentum, 0, 1);
      Require.atLeast("labelledExamples", labelledExamples, 0);
    }
  }

  public static void main(String[] args) {
    Main.run(DenoisingPretrainingExperiment.class, args);
  }

  @Override
  public String title() {
    return "Does denoising pretraining lower the test error?";
  }

  @Override
  public Class<Hyperparameters> hyperparameters() {
    return Hyperparameters.class;
  }

  @Override
  public List<Arm> arms(Hyperparameters h) {
    return List.of(SCRATCH, AUTOENCODER, DENOISING);
  }

  @Override
  public Metric headline() {
    return Metric.classificationError();
  }

  @Override
  public void check(Hyperparameters h, Splits data) {
    Dataset train = data.train();
    ClassifierData.require(h.inputs(), h.classes(), data);
    if (h.labelledExamples() > train.size()) {
      throw new UserError(
          "labelledExamples is %d, but there are %d training examples"
              .formatted(h.labelledExamples(), train.size()));
    }
  }

  @Override
  public Set<String> trainingOptions() {
    return Set.of("engine", "precision", "patience", "keep");
  }

  @Override
  public long steps(Job job, Hyperparameters h) {
    int all = job.trainingData().size();
    int labelled = h.labelledExamples() == 0 ? all : h.labelledExamples();
    long pretraining =
        (long) h.hidden().size()
            * job.epochs(h.pretrainingEpochs())
            * job.batchCount(all, h.batchSize());
    long fineTuning =
        (long) job.epochs(h.fineTuningEpochs()) * job.batchCount(labelled, h.batchSize());
    return job.arm().equals(SCRATCH) ? fineTuning : pretraining + fineTuning;
  }

  @Override
  public List<ExperimentNetwork> networks(Hyperparameters h, TrainingOptions training) {
    List<ExperimentNetwork> networks = new ArrayList<>();
    int inputs = h.inputs();
    for (int layer = 0; layer < h.hidden().size(); layer++) {
      int code = h.hidden().get(layer);
      MultiLayerConfiguration autoencoder =
          DenoisingPretrainingNetworks.autoencoder(h, inputs, code, h.corruption().of(layer), 0);
      networks.add(
          new ExperimentNetwork(
              "denoising pretraining " + (layer + 1),
              NetworkDefinition.of(autoencoder),
              inputs,
              h.batchSize(),
              layer == 0));
      inputs = code;
    }
    networks.add(
        new ExperimentNetwork(
            "fine-tuning",
            NetworkDefinition.of(DenoisingPretrainingNetworks.classifier(h, 0)),
            h.inputs(),
            h.batchSize(),
            false));
    return networks;
  }

  @Override
  public JobResult run(Job job, Hyperparameters h) {
    Map<String, Network> networks = new LinkedHashMap<>();
    MultiLayerNetwork classifier =
        DenoisingPretrainingNetworks.initialized(
            DenoisingPretrainingNetworks.classifier(h, job.seed("weights")), h);
    networks.put("model", Network.of(classifier));
    if (!job.arm().equals(SCRATCH)) {
      List<MultiLayerNetwork> autoencoders = pretrain(classifier, job, h);
      for (int i = 0; i < autoencoders.size(); i++) {
        networks.put("autoencoder-" + (i + 1), Network.of(autoencoders.get(i)));
      }
    }
    Dataset labelled = labelled(job, h);
    Map<String, Double> before = ClassifierMeasures.beforeTraining(classifier, labelled, job);
    TrainingEnd end = fineTune(classifier, labelled, job, h);
    job.trained(networks, Map.of());
    Classification result = ClassifierMeasures.classify(Network.of(classifier), job);
    Map<String, Double> measures = new LinkedHashMap<>();
    measures.put(headline().key(), result.error());
    measures.putAll(ClassifierMeasures.of(result, classifier, h.hidden().size(), h.classes(), job));
    measures.putAll(before);
    end.bestEpoch().ifPresent(epoch -> measures.put("bestEpoch", (double) epoch));
    return new JobResult(measures, networks, Optional.of(result.correct()));
  }

  private TrainingEnd fineTune(
      MultiLayerNetwork classifier, Dataset labelled, Job job, Hyperparameters h) {
    return job.phase("fine-tuning")
        .scoredOn(data -> job.inOrder(data.values(), data.oneHot(), h.batchSize()))
        .fit(
            Network.of(classifier),
            job.batches(labelled.values(), labelled.oneHot(), h.batchSize(), "fine-tuning order"),
            h.inputs(),
            h.fineTuningEpochs());
  }

  private List<MultiLayerNetwork> pretrain(
      MultiLayerNetwork classifier, Job job, Hyperparameters h) {
    boolean corrupted = job.arm().equals(DENOISING);
    return new GreedyPretraining(
            h.hidden().size(),
            (layer, inputs, code) ->
                DenoisingPretrainingNetworks.initialized(
                    DenoisingPretrainingNetworks.autoencoder(
                        h,
                        inputs,
                        code,
                        corrupted ? h.corruption().of(layer) : 0,
                        job.seed("autoencoder " + layer)),
                    h),
            job.engine())
        .pretrain(
            classifier,
            input(job, h, 0, job.trainingData().values()),
            (layer, codes) -> input(job, h, layer, Features.of(codes)),
            (layer, autoencoder, input) ->
                job.pretrain(layer, autoencoder, input, h.pretrainingEpochs()));
  }

  private static GreedyPretraining.Input input(
      Job job, Hyperparameters h, int layer, Features features) {
    return job.pretrainingInput(features, h.batchSize(), "pretraining order " + layer);
  }

  private static Dataset labelled(Job job, Hyperparameters h) {
    Dataset all = job.trainingData();
    return h.labelledExamples() == 0
        ? all
        : all.sample(h.labelledExamples(), job.seed("labelled examples"));
  }

  @Override
  public void draw(StudyFigures figures, Hyperparameters h) {
    figures.drawFilters("model", 0);
    figures.drawReconstructions("autoencoder-1");
  }
}
