package dev.bottleneck.training;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Greedy layer-wise pretraining: each hidden layer is first trained as the encoder of an
 * autoencoder of its own input, on the codes of the layer below.
 *
 * <p>Source: Bengio et al., Greedy Layer-Wise Training of Deep Networks (2007); with corruption on
 * each autoencoder's input, Vincent et al., Stacked Denoising Autoencoders (2010), section 3. The
 * codes passed upwards are those of the uncorrupted input, as there.
 *
 * <p>DL4J has a pretraining of its own, {@code MultiLayerNetwork.pretrain}; its {@code AutoEncoder}
 * layer climbs its loss (AutoEncoderLayerTrapTest), so encoder and decoder are real layers here.
 */
public final class GreedyPretraining {
  /** Examples to encode at once: bounds memory without costing speed. */
  public static final int ENCODED_AT_ONCE = 2_000;

  private final int layers;
  private final LayerAutoencoder autoencoder;
  private final Engine engine;

  /** Says which network pretrains a layer. */
  @FunctionalInterface
  public interface LayerAutoencoder {
    /**
     * The autoencoder for hidden layer {@code index} (from 0), initialised: its layer 0 must have
     * that layer's parameters, which take the place of its own; its last layer must give back
     * {@code inputs} units.
     */
    MultiLayerNetwork of(int index, int inputs, int code);
  }

  /**
   * What one layer's autoencoder learns to give back.
   *
   * @param batches to train on, features and targets alike {@code [batch, length]}
   * @param inOrder all of them in their order, to be encoded
   * @param size how many examples there are
   * @param length values of one
   */
  public record Input(BatchSource batches, BatchSource inOrder, int size, int length) {}

  /** Trains the autoencoder of hidden layer {@code index} (from 0) on its input's batches. */
  @FunctionalInterface
  public interface LayerTraining {
    void train(int index, Network autoencoder, Input input);
  }

  /** The input of hidden layer {@code index} (from 1): the {@code codes} of the layer below. */
  @FunctionalInterface
  public interface LayerInput {
    Input of(int index, INDArray codes);
  }

  /**
   * @param layers hidden layers to pretrain, counted from the input
   * @param engine what computes codes
   */
  public GreedyPretraining(int layers, LayerAutoencoder autoencoder, Engine engine) {
    this.layers = layers;
    this.autoencoder = autoencoder;
    this.engine = engine;
  }

  /**
   * Pretrains the first layers of {@code net} in place, each from its present parameters.
   *
   * @param examples the input of layer 0, uncorrupted
   * @param training of one layer's autoencoder
   * @return the layers' autoencoders, trained, in order
   */
  public List<MultiLayerNetwork> pretrain(
      MultiLayerNetwork net, Input examples, LayerInput codes, LayerTraining training) {
    List<MultiLayerNetwork> trained = new ArrayList<>();
    Input input = examples;
    for (int i = 0; i < layers; i++) {
      Layer layer = net.getLayer(i);
      int width = (int) layer.getParam("b").length();
      MultiLayerNetwork ae = autoencoder.of(i, input.length(), width);
      ae.getLayer(0).setParams(layer.params());
      training.train(i, Network.of(ae), input);
      layer.setParams(ae.getLayer(0).params());
      trained.add(ae);
      if (i + 1 < layers) {
        input = codes.of(i + 1, encode(ae, input, width));
      }
    }
    return trained;
  }

  private INDArray encode(MultiLayerNetwork ae, Input input, int width) {
    INDArray codes = Nd4j.createUninitialized(DataType.FLOAT, input.size(), width);
    try (ForwardPass forward = engine.forward(ae)) {
      long from = 0;
      for (DataSet batch : input.inOrder().epoch(0)) {
        long to = from + batch.numExamples();
        forward.writeActivations(
            Network.INPUT,
            Network.layer(0),
            batch.getFeatures(),
            codes.get(NDArrayIndex.interval(from, to), NDArrayIndex.all()));
        from = to;
      }
    }
    return codes;
  }
}
