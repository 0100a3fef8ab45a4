package dev.bottleneck.study.autoencoder;

import dev.bottleneck.autoencoder.ModelCard;
import dev.bottleneck.autoencoder.TrainedAutoencoder;
import dev.bottleneck.data.Dataset;
import dev.bottleneck.data.Features;
import dev.bottleneck.data.SampleShape;
import dev.bottleneck.data.Splits;
import dev.bottleneck.evaluation.Metric;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.step.EngineChoice;
import dev.bottleneck.study.configuration.TrainingOptions;
import dev.bottleneck.study.experiment.Experiment;
import dev.bottleneck.study.experiment.ExperimentClass;
import dev.bottleneck.study.experiment.ExperimentNetwork;
import dev.bottleneck.study.experiment.Job;
import dev.bottleneck.study.experiment.WarmStart;
import dev.bottleneck.study.figures.AutoencoderFigures;
import dev.bottleneck.study.figures.StudyFigures;
import dev.bottleneck.study.result.Arm;
import dev.bottleneck.study.result.JobResult;
import dev.bottleneck.training.BatchSource;
import dev.bottleneck.training.Engine;
import dev.bottleneck.training.ForwardPass;
import dev.bottleneck.training.Network;
import dev.bottleneck.training.NetworkDefinition;
import dev.bottleneck.training.TrainingEnd;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * An autoencoder trained to give back its input: a variant says its network, this class the rest.
 *
 * <p>Whatever lies within, a network maps {@code [batch, inputs]} to {@code [batch, inputs]}, so
 * that all variants are trained and measured alike. The headline is the network's own loss,
 * penalties included, on uncorrupted input: a mean over the examples, by batches of the training's
 * size, as Keras reports {@code val_loss}. A variant may choose another.
 */
public abstract class ReconstructionExperiment<H extends Record & AutoencoderHyperparameters>
    implements Experiment<H> {
  /** The measure that training makes small. */
  protected static final String LOSS = "loss";

  private static final String PHASE = "training";
  private static final String MODEL = "model";

  /** The network of one arm. */
  public abstract NetworkDefinition definition(H hyperparameters, Arm arm, long seed);

  /** The node whose output is the code. */
  public abstract String code(H hyperparameters);

  /** One arm, named after the experiment; a variant that compares settings overrides it. */
  @Override
  public List<Arm> arms(H hyperparameters) {
    String name = ExperimentClass.configurationName(getClass());
    return List.of(new Arm(name, name.replace('-', ' ')));
  }

  @Override
  public Metric headline() {
    return Metric.loss(LOSS, "loss", "", 4);
  }

  @Override
  public void check(H h, Splits data) {
    int length = data.train().shape().length();
    if (length != h.inputs()) {
      throw new UserError(
          "inputs is %d, but an example of %s has %d values: set inputs=%3$d"
              .formatted(h.inputs(), data.train().name(), length));
    }
  }

  @Override
  public Set<String> trainingOptions() {
    return Set.copyOf(TrainingOptions.KEYS);
  }

  @Override
  public void checkTraining(H h, TrainingOptions training, WarmStart start) {
    arms(h).forEach(arm -> initial(h, arm, 0, h.epochs(), training, start));
  }

  @Override
  public List<String> leftOut(Splits data) {
    return AutoencoderMeasures.noProbe(data.train()).stream().toList();
  }

  @Override
  public List<ExperimentNetwork> networks(H h, TrainingOptions training) {
    return arms(h).stream()
        .map(
            arm -> {
              NetworkDefinition network = definition(h, arm, 0);
              training.loss().applyTo(network);
              return new ExperimentNetwork(arm.title(), network, h.inputs(), h.batchSize(), true);
            })
        .toList();
  }

  /** An arm's network before its first step. */
  private Network initial(
      H h, Arm arm, long seed, int epochs, TrainingOptions training, WarmStart start) {
    NetworkDefinition definition = definition(h, arm, seed);
    training.loss().applyTo(definition);
    training.learningRateSchedule().applyTo(definition, epochs);
    Network net = initialized(definition, seed);
    start.copyTo(arm, net);
    return net;
  }

  /** The network of {@code definition} with the variant's initial weights and biases. */
  public final Network initialized(NetworkDefinition definition, long seed) {
    Network net = definition.initialized();
    drawBiases(net, seed);
    return net;
  }

  /**
   * Draws the biases of an initialised network, where the source does; those that a configuration
   * can ask for are all alike.
   */
  protected void drawBiases(Network net, long seed) {
    // As configured.
  }

  @Override
  public long steps(Job job, H h) {
    return (long) job.epochs(h.epochs()) * job.batchCount(job.trainingData().size(), h.batchSize());
  }

  @Override
  public JobResult run(Job job, H h) {
    Network net =
        initial(
            h, job.arm(), job.seed("weights"), job.epochs(h.epochs()), job.training(), job.start());
    TrainingEnd end = train(net, job, h);
    Map<String, Network> networks = Map.of(MODEL, net);
    ModelCard card = TrainedCard.of(this, job, net, code(h), standardNormalCode());
    Map<String, ModelCard> cards = Map.of(MODEL, card);
    job.trained(networks, cards);
    Map<String, Double> measures = new LinkedHashMap<>();
    Engine engine = job.engine();
    if (job.wants(LOSS)) {
      try (ForwardPass pass = engine.forward(net)) {
        measures.put(LOSS, pass.meanScore(scored(job, job.evaluationData(), h).epoch(0)));
      }
    }
    TrainedAutoencoder autoencoder = autoencoder(net, h, engine);
    AutoencoderMeasures common = AutoencoderMeasures.of(autoencoder, job);
    measures.putAll(common.values());
    measures.putAll(measures(autoencoder, job, h));
    end.bestEpoch()
        .ifPresent(
            bestEpoch -> {
              measures.put("epochs", (double) end.epochs());
              measures.put("bestEpoch", (double) bestEpoch);
            });
    return new JobResult(measures, networks, cards, Optional.empty(), common.leftOut());
  }

  private TrainedAutoencoder autoencoder(Network net, H h, Engine engine) {
    return TrainedAutoencoder.of(net, code(h), h.inputs(), engine);
  }

  /** The autoencoder that the first seed's job of {@code arm} handed in. */
  protected final TrainedAutoencoder autoencoder(StudyFigures figures, Arm arm, H h) {
    return autoencoder(figures.network(arm, MODEL).orElseThrow(), h, EngineChoice.AUTO);
  }

  /** Whether training draws the codes towards N(0, I), so that new examples can be drawn. */
  protected boolean standardNormalCode() {
    return false;
  }

  /**
   * A variant's own measures of what it has trained, by name; they follow those of all variants.
   */
  protected Map<String, Double> measures(TrainedAutoencoder autoencoder, Job job, H h) {
    return Map.of();
  }

  /** What {@link #LOSS} is taken on: {@code data} as they are, in their order. */
  protected BatchSource scored(Job job, Dataset data, H h) {
    return job.inOrder(data.values(), data.values(), h.batchSize());
  }

  /** Trains the whole network at once; a variant may do otherwise. */
  protected TrainingEnd train(Network net, Job job, H h) {
    Features images = job.trainingData().values();
    return job.phase(PHASE)
        .scoredOn(data -> scored(job, data, h))
        .fit(
            net, job.batches(images, images, h.batchSize(), "batch order"), h.inputs(), h.epochs());
  }

  /** Reconstructions, filters and codes of each arm; a variant adds to them. */
  @Override
  public void draw(StudyFigures figures, H h) {
    figures.drawReconstructions(MODEL);
    figures.drawFilters(MODEL, 0);
    for (Arm arm : figures.arms()) {
      AutoencoderFigures.drawCodes(figures, arm, autoencoder(figures, arm, h));
    }
  }

  /** What the decoder makes of {@code codes} {@code [n, code]}, as rows of pictures. */
  protected final void drawDecoded(
      StudyFigures figures, H h, String name, String caption, INDArray codes, int columns) {
    SampleShape shape = figures.evaluationData().shape();
    for (Arm arm : figures.arms()) {
      TrainedAutoencoder autoencoder = autoencoder(figures, arm, h);
      figures.add(
          name + "-" + arm.key(),
          caption,
          (shape.isVector() ? "Vectors" : "Images") + " decoded from codes",
          () -> {
            return AutoencoderFigures.decoded(shape, autoencoder.decode(codes), columns);
          });
    }
  }
}
