package dev.bottleneck.training;

import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/**
 * Runs one network, or some of its layers, as at test time: nothing is corrupted, no noise is
 * drawn, and the network stays as it is. For one thread at a time.
 */
public interface ForwardPass extends AutoCloseable {
  /**
   * The activations of layer {@code last} when layer {@code first} is given {@code input}; the
   * caller's own, not a view of what the next call overwrites.
   *
   * @param input {@code [batch, …]}, in the shape that layer's preprocessor takes
   */
  INDArray activations(int first, int last, INDArray input);

  /** The mean loss of {@code batch}, penalties included. */
  double score(DataSet batch);

  /** Frees what the pass holds; the network stays as it is. */
  @Override
  void close();

  /** The output of the last layer. */
  static INDArray output(ForwardPass pass, MultiLayerNetwork net, INDArray input) {
    return pass.activations(0, net.getnLayers() - 1, input);
  }

  /** DL4J's own pass over {@code net}. */
  static ForwardPass of(MultiLayerNetwork net) {
    return new ForwardPass() {
      @Override
      public INDArray activations(int first, int last, INDArray input) {
        int batch = Math.toIntExact(input.size(0));
        // DL4J's layers ask the network for it.
        net.setInputMiniBatchSize(batch);
        INDArray activations = input;
        // DL4J's own activateSelectedLayers refuses a decoder of one layer.
        LayerWorkspaceMgr anywhere = LayerWorkspaceMgr.noWorkspaces();
        for (int i = first; i <= last; i++) {
          InputPreProcessor shaping = net.getLayerWiseConfigurations().getInputPreProcess(i);
          if (shaping != null) {
            activations = shaping.preProcess(activations, batch, anywhere);
          }
          activations = net.getLayer(i).activate(activations, false, anywhere);
        }
        return activations.dup('c');
      }

      @Override
      public double score(DataSet batch) {
        return net.score(batch, false);
      }

      @Override
      public void close() {
        // DL4J's memory goes with the network.
      }
    };
  }
}
