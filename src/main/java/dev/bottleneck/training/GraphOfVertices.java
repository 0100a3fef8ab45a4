package dev.bottleneck.training;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Updater;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.MultiDataSet;

/** DL4J's {@link ComputationGraph} of one input. */
record GraphOfVertices(ComputationGraph model) implements Network {
  @Override
  public NetworkDefinition definition() {
    return new GraphDefinition(model.getConfiguration());
  }

  @Override
  public Optional<Layer> layerOf(String node) {
    return Optional.ofNullable(model.getVertex(node).getLayer());
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
    return model.getConfiguration().getIterationCount();
  }

  @Override
  public int epochs() {
    return model.getConfiguration().getEpochCount();
  }

  @Override
  public void setCounters(int iterations, int epochs) {
    ComputationGraphConfiguration counters = model.getConfiguration();
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
    if (model.getNumOutputArrays() == 1) {
      model.fit(batch);
    } else {
      model.fit(split(batch));
    }
  }

  @Override
  public void setScore(double score) {
    model.setScore(score);
  }

  @Override
  public double score(DataSet batch) {
    return model.getNumOutputArrays() == 1
        ? model.score(batch, false)
        : model.score(split(batch), false);
  }

  private MultiDataSet split(DataSet batch) {
    INDArray labels = batch.getLabels();
    long[] widths = LabelColumns.widths(model.getConfiguration(), labels.size(1));
    return new MultiDataSet(
        new INDArray[] {batch.getFeatures()}, LabelColumns.views(labels, widths));
  }

  /** Vertex by vertex: DL4J's own pass begins at the network's inputs alone. */
  @Override
  public INDArray activations(String from, String to, INDArray given) {
    Map<String, INDArray> known = new HashMap<>();
    known.put(inputOf(from), given);
    int batch = Math.toIntExact(given.size(0));
    for (Layer layer : model.getLayers()) {
      layer.setInputMiniBatchSize(batch);
    }
    // A vertex with a preprocessor asks the network's own input for the batch's size.
    model.setInput(0, given);
    try {
      return activation(to, known).dup('c');
    } finally {
      model.setInput(0, null);
    }
  }

  private String inputOf(String from) {
    return from.equals(INPUT) ? model.getConfiguration().getNetworkInputs().get(0) : from;
  }

  private INDArray activation(String node, Map<String, INDArray> known) {
    INDArray found = known.get(node);
    if (found != null) {
      return found;
    }
    List<String> inputs = model.getConfiguration().getVertexInputs().get(node);
    if (inputs == null) {
      throw new IllegalArgumentException("what is asked for depends on " + node + ", too");
    }
    List<INDArray> given = new ArrayList<>();
    inputs.forEach(input -> given.add(activation(input, known)));
    LayerWorkspaceMgr anywhere = LayerWorkspaceMgr.noWorkspaces();
    GraphVertex vertex = model.getVertex(node);
    for (int i = 0; i < given.size(); i++) {
      vertex.setInput(i, given.get(i), anywhere);
    }
    INDArray activation = vertex.doForward(false, anywhere);
    vertex.clear();
    known.put(node, activation);
    return activation;
  }

  @Override
  public Network with(INDArray parameters, Optional<INDArray> state) {
    ComputationGraph other = new ComputationGraph(model.getConfiguration().clone());
    other.init(parameters, false);
    state.ifPresent(s -> other.getUpdater().setStateViewArray(s));
    Network made = new GraphOfVertices(other);
    // DL4J's clone of a graph's configuration forgets them.
    made.setCounters(iterations(), epochs());
    return made;
  }
}
