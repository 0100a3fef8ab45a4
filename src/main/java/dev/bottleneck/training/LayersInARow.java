package dev.bottleneck.training;

import java.util.Optional;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Updater;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/** DL4J's {@link MultiLayerNetwork}. */
record LayersInARow(MultiLayerNetwork model) implements Network {
  @Override
  public NetworkDefinition definition() {
    return new RowDefinition(model.getLayerWiseConfigurations());
  }

  @Override
  public Optional<Layer> layerOf(String node) {
    return Optional.of(model.getLayer(index(node)));
  }

  private int index(String node) {
    for (int i = -1; i < model.getnLayers(); i++) {
      if (Network.layer(i).equals(node)) {
        return i;
      }
    }
    throw new IllegalArgumentException("the network has no " + node);
  }

  @Override
  public INDArray gradient() {
    if (model.getGradientsViewArray() == null) {
      model.initGradientsView();
    }
    return model.getGradientsViewArray();
  }

  @Override
  public Updater updater() {
    return model.getUpdater(true);
  }

  @Override
  public int iterations() {
    return model.getLayerWiseConfigurations().getIterationCount();
  }

  @Override
  public int epochs() {
    return model.getLayerWiseConfigurations().getEpochCount();
  }

  @Override
  public void setCounters(int iterations, int epochs) {
    MultiLayerConfiguration counters = model.getLayerWiseConfigurations();
    counters.setIterationCount(iterations);
    counters.setEpochCount(epochs);
    for (Layer layer : model.getLayers()) {
      layer.setIterationCount(iterations);
      layer.setEpochCount(epochs);
    }
  }

  @Override
  public void endEpoch() {
    model.incrementEpochCount();
  }

  @Override
  public boolean hasListeners() {
    return !model.getListeners().isEmpty();
  }

  @Override
  public void fit(DataSet batch) {
    model.fit(batch);
  }

  @Override
  public void setScore(double score) {
    model.setScore(score);
  }

  @Override
  public double score(DataSet batch) {
    return model.score(batch, false);
  }

  @Override
  public INDArray activations(String from, String to, INDArray given) {
    int batch = Math.toIntExact(given.size(0));
    // DL4J's layers ask the network for it.
    model.setInputMiniBatchSize(batch);
    INDArray activations = given;
    // DL4J's own activateSelectedLayers refuses a decoder of one layer.
    LayerWorkspaceMgr anywhere = LayerWorkspaceMgr.noWorkspaces();
    for (int i = index(from) + 1; i <= index(to); i++) {
      InputPreProcessor shaping = model.getLayerWiseConfigurations().getInputPreProcess(i);
      if (shaping != null) {
        activations = shaping.preProcess(activations, batch, anywhere);
      }
      activations = model.getLayer(i).activate(activations, false, anywhere);
    }
    return activations.dup('c');
  }

  @Override
  public Network with(INDArray parameters, Optional<INDArray> state) {
    MultiLayerNetwork other = new MultiLayerNetwork(model.getLayerWiseConfigurations().clone());
    other.init(parameters, false);
    state.ifPresent(s -> other.getUpdater().setStateViewArray(other, s, false));
    return new LayersInARow(other);
  }
}
