package dev.bottleneck.training;

import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/** DL4J's own pass, whose score is read as soon as it is computed. */
final class PlainForward implements ForwardPass {
  private final MultiLayerNetwork net;

  PlainForward(MultiLayerNetwork net) {
    this.net = net;
  }

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
}
