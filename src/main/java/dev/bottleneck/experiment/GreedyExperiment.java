package dev.bottleneck.experiment;

import dev.bottleneck.cli.Main;
import dev.bottleneck.data.Features;
import dev.bottleneck.layer.BinaryCrossEntropyFromLogits;
import dev.bottleneck.layer.Gelu;
import dev.bottleneck.runtime.Require;
import dev.bottleneck.study.autoencoder.AutoencoderExperiment;
import dev.bottleneck.study.autoencoder.AutoencoderHyperparameters;
import dev.bottleneck.study.configuration.TrainingOptions;
import dev.bottleneck.study.experiment.ExperimentNetwork;
import dev.bottleneck.study.experiment.Job;
import dev.bottleneck.study.result.Arm;
import dev.bottleneck.training.GreedyPretraining;
import dev.bottleneck.training.Network;
import dev.bottleneck.training.NetworkDefinition;
import dev.bottleneck.training.TrainingEnd;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;

/**
 * The stacked autoencoder trained one autoencoder at a time, without and with fine-tuning.
 *
 * <p>First 784 → 100 gelu → 784 sigmoid (binary cross-entropy), then on its codes 100 → 30 gelu →
 * 100 gelu (squared error), then both stacked; losses are means over units and the batch. Sources:
 * Bengio et al., Greedy Layer-Wise Training of Deep Networks (2007); after Géron, Hands-On Machine
 * Learning (3rd ed.), chapter 17.
 */
public final class GreedyExperiment
    extends AutoencoderExperiment<GreedyExperiment.Hyperparameters> {
  private static final Arm GREEDY = new Arm("greedy", "one at a time");
  private static final Arm FINE_TUNED = new Arm("fine-tuned", "one at a time, fine-tuned");
  private static final int ENCODERS = 2;

  /**
   * @param hidden units of the encoder's and of the decoder's hidden layer
   * @param code units of the code
   * @param pretrainingEpochs epochs of each of the two autoencoders
   * @param epochs of fine-tuning, in the second arm
   */
  public record Hyperparameters(
      int inputs,
      int hidden,
      int code,
      int batchSize,
      int pretrainingEpochs,
      int epochs,
      double learningRate)
      implements AutoencoderHyperparameters {
    public Hyperparameters {
      AutoencoderHyperparameters.check(inputs, batchSize, epochs, learningRate);
      Require.atLeast("hidden", hidden, 1);
      Require.atLeast("code", code, 1);
      Require.atLeast("pretrainingEpochs", pretrainingEpochs, 1);
    }
  }

  public static void main(String[] args) {
    Main.run(GreedyExperiment.class, args);
  }

  @Override
  public String title() {
    return "Stacked autoencoder, one autoencoder at a time";
  }

  @Override
  public Class<Hyperparameters> hyperparameters() {
    return Hyperparameters.class;
  }

  @Override
  public List<Arm> arms(Hyperparameters h) {
    return List.of(GREEDY, FINE_TUNED);
  }

  @Override
  public int codeLayer(Hyperparameters h) {
    return 1;
  }

  /** Those of the fine-tuning; its pretraining makes the weights it starts from. */
  @Override
  public Set<String> trainingOptions() {
    return Set.of("patience", "keep", "schedule", "loss", "engine", "precision");
  }

  @Override
  public long steps(Job job, Hyperparameters h) {
    int batches = job.batchCount(job.trainingData().size(), h.batchSize());
    long pretraining = (long) ENCODERS * job.epochs(h.pretrainingEpochs()) * batches;
    return job.arm().equals(GREEDY) ? pretraining : pretraining + super.steps(job, h);
  }

  @Override
  public List<ExperimentNetwork> networks(Hyperparameters h, TrainingOptions training) {
    ExperimentNetwork whole = super.networks(h, training).get(1);
    return List.of(
        pretraining(h, 0, h.inputs(), h.hidden(), training),
        pretraining(h, 1, h.hidden(), h.code(), training),
        whole);
  }

  private static ExperimentNetwork pretraining(
      Hyperparameters h, int layer, int inputs, int code, TrainingOptions training) {
    MultiLayerConfiguration network = autoencoder(h, layer, inputs, code, 0, training);
    return new ExperimentNetwork(
        "pretraining " + (layer + 1),
        NetworkDefinition.of(network),
        inputs,
        h.batchSize(),
        layer == 0);
  }

  @Override
  protected TrainingEnd train(Network net, Job job, Hyperparameters h) {
    MultiLayerNetwork layers = net.asLayers();
    List<MultiLayerNetwork> autoencoders =
        new GreedyPretraining(
                ENCODERS,
                (layer, inputs, code) ->
                    initialised(
                        autoencoder(
                            h,
                            layer,
                            inputs,
                            code,
                            job.seed("autoencoder " + layer),
                            job.training())),
                job.engine())
            .pretrain(
                layers,
                input(job, h, 0, job.trainingData().values()),
                (layer, codes) -> input(job, h, layer, Features.of(codes)),
                (layer, autoencoder, input) ->
                    job.pretrain(layer, autoencoder, input, h.pretrainingEpochs()));
    layers.getLayer(2).setParams(autoencoders.get(1).getLayer(1).params());
    layers.getLayer(3).setParams(autoencoders.get(0).getLayer(1).params());
    return job.arm().equals(FINE_TUNED)
        ? super.train(net, job, h)
        : new TrainingEnd(0, OptionalInt.empty());
  }

  private static GreedyPretraining.Input input(
      Job job, Hyperparameters h, int layer, Features features) {
    return job.pretrainingInput(features, h.batchSize(), "pretraining order " + layer);
  }

  private static NeuralNetConfiguration.Builder builder(Hyperparameters h, long seed) {
    return new NeuralNetConfiguration.Builder()
        .seed(seed)
        .updater(Keras.adam(h.learningRate()))
        .weightInit(WeightInit.XAVIER_UNIFORM)
        .activation(new Gelu());
  }

  /** The first autoencoder gives back pixels, the second the first one's codes. */
  private static MultiLayerConfiguration autoencoder(
      Hyperparameters h, int layer, int inputs, int code, long seed, TrainingOptions training) {
    boolean pixels = layer == 0;
    ILossFunction loss = pixels ? BinaryCrossEntropyFromLogits.meanOverUnits() : new LossMSE();
    IActivation activation = pixels ? new ActivationSigmoid() : new Gelu();
    MultiLayerConfiguration network =
        builder(h, seed)
            .list()
            .layer(new DenseLayer.Builder().nIn(inputs).nOut(code).build())
            .layer(
                new OutputLayer.Builder(loss).nIn(code).nOut(inputs).activation(activation).build())
            .build();
    if (pixels) {
      training.loss().applyTo(NetworkDefinition.of(network));
    }
    return network;
  }

  private static MultiLayerNetwork initialised(MultiLayerConfiguration network) {
    MultiLayerNetwork net = new MultiLayerNetwork(network);
    net.init();
    return net;
  }

  @Override
  public MultiLayerConfiguration network(Hyperparameters h, Arm arm, long seed) {
    return builder(h, seed)
        .list()
        .layer(new DenseLayer.Builder().nIn(h.inputs()).nOut(h.hidden()).build())
        .layer(new DenseLayer.Builder().nIn(h.hidden()).nOut(h.code()).build())
        .layer(new DenseLayer.Builder().nIn(h.code()).nOut(h.hidden()).build())
        .layer(
            new OutputLayer.Builder(BinaryCrossEntropyFromLogits.meanOverUnits())
                .nIn(h.hidden())
                .nOut(h.inputs())
                .activation(Activation.SIGMOID)
                .build())
        .build();
  }
}
