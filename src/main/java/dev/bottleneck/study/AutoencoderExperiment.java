package dev.bottleneck.study;

import dev.bottleneck.data.Batches;
import dev.bottleneck.data.Dataset;
import dev.bottleneck.data.SampleShape;
import dev.bottleneck.data.Splits;
import dev.bottleneck.evaluation.Metric;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.training.Trainer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/**
 * An autoencoder trained to give back its input: a variant says its network, this class the rest.
 *
 * <p>Whatever lies within, a network maps {@code [batch, inputs]} to {@code [batch, inputs]}, so
 * that all variants are trained and measured alike. The headline is the network's own loss,
 * penalties included, on uncorrupted input: a mean over the examples, by batches of the training's
 * size, as Keras reports {@code val_loss}.
 */
public abstract class AutoencoderExperiment<H extends Record & AutoencoderHyperparameters>
    implements Experiment<H> {
  private static final String PHASE = "training";

  /** The network of one arm, in DL4J's builder language. */
  public abstract MultiLayerConfiguration network(H hyperparameters, Arm arm, long seed);

  /** The index of the layer whose output is the code. */
  public abstract int codeLayer(H hyperparameters);

  /** One arm, named after the experiment; a variant that compares settings overrides it. */
  @Override
  public List<Arm> arms(H hyperparameters) {
    String name = ExperimentClass.configurationName(getClass());
    return List.of(new Arm(name, name.replace('-', ' ')));
  }

  @Override
  public Metric headline() {
    return Metric.loss("loss", "loss", "", 4);
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
  public long steps(Job job, H h) {
    return (long) job.epochs(h.epochs()) * job.batchCount(job.trainingData().size(), h.batchSize());
  }

  @Override
  public JobResult run(Job job, H h) {
    MultiLayerNetwork net = new MultiLayerNetwork(network(h, job.arm(), job.seed("weights")));
    net.init();
    train(net, job, h);
    Map<String, Double> measures = new LinkedHashMap<>();
    measures.put(headline().key(), loss(net, job.evaluationData(), h.batchSize()));
    measures.putAll(AutoencoderMeasures.of(net, codeLayer(h), job));
    return new JobResult(measures, Map.of("model", net), Optional.empty());
  }

  /** Trains the whole network at once; a variant may do otherwise. */
  protected void train(MultiLayerNetwork net, Job job, H h) {
    INDArray images = job.trainingData().features();
    Trainer.fit(
        net,
        job.batches(images, images, h.batchSize(), "batch order"),
        job.epochs(h.epochs()),
        job.phase(PHASE, () -> job.validationData().map(data -> loss(net, data, h.batchSize()))));
  }

  /** The mean loss over the examples of {@code data}, uncorrupted, penalties included. */
  private static double loss(MultiLayerNetwork net, Dataset data, int batchSize) {
    double sum = 0;
    for (DataSet batch : Batches.of(data.features(), batchSize, 0).inOrder().epoch(0)) {
      sum += net.score(batch, false) * batch.numExamples();
    }
    return sum / data.size();
  }

  /** Reconstructions, filters and codes of each arm; a variant adds to them. */
  @Override
  public void draw(StudyFigures figures, H h) {
    figures.drawReconstructions("model");
    figures.drawFilters("model", 0);
    for (Arm arm : figures.arms()) {
      MultiLayerNetwork net = figures.network(arm, "model").orElseThrow();
      AutoencoderFigures.drawCodes(figures, arm, net, codeLayer(h));
    }
  }

  /** What the decoder makes of {@code codes} {@code [n, code]}, as rows of pictures. */
  protected final void drawDecoded(
      StudyFigures figures, H h, String name, String caption, INDArray codes, int columns) {
    SampleShape shape = figures.evaluationData().shape();
    for (Arm arm : figures.arms()) {
      MultiLayerNetwork net = figures.network(arm, "model").orElseThrow();
      figures.add(
          name + "-" + arm.key(),
          caption,
          "Images decoded from codes",
          () -> {
            INDArray images = AutoencoderFigures.decode(net, codeLayer(h), codes);
            return AutoencoderFigures.grid(shape, images, columns).draw(2);
          });
    }
  }
}
