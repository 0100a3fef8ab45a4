package dev.bottleneck.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.IUpdater;

/** Small networks for tests: the same chain of layers as either of DL4J's networks. */
public final class Networks {
  private Networks() {}

  /** A chain of layers as a {@link MultiLayerNetwork}; every layer tells its own sizes. */
  public static MultiLayerNetwork layers(DataType type, IUpdater updater, Layer... chain) {
    var list = new NeuralNetConfiguration.Builder().seed(7).dataType(type).updater(updater).list();
    for (Layer layer : chain) {
      list.layer(layer.clone());
    }
    MultiLayerNetwork network = new MultiLayerNetwork(list.build());
    network.init();
    return network;
  }

  /** The same chain as a {@link ComputationGraph}. */
  public static ComputationGraph graph(DataType type, IUpdater updater, Layer... chain) {
    var builder =
        new NeuralNetConfiguration.Builder().seed(7).dataType(type).updater(updater).graphBuilder();
    builder.addInputs("input");
    String previous = "input";
    for (int i = 0; i < chain.length; i++) {
      String name = chain[i].getLayerName() == null ? "layer" + i : chain[i].getLayerName();
      builder.addLayer(name, chain[i].clone(), previous);
      previous = name;
    }
    ComputationGraphConfiguration configuration = builder.setOutputs(previous).build();
    ComputationGraph network = new ComputationGraph(configuration);
    network.init();
    return network;
  }

  /** Values in [0, 1), {@code shape}, the same for the same seed. */
  public static INDArray uniform(DataType type, long seed, long... shape) {
    return Nd4j.rand(Nd4j.getRandomFactory().getNewRandomInstance(seed), shape).castTo(type);
  }

  /** Saved with its updater and loaded again. */
  public static MultiLayerNetwork reload(MultiLayerNetwork network) {
    return throughFile(
        file -> {
          network.save(file, true);
          return MultiLayerNetwork.load(file, true);
        });
  }

  /** Saved with its updater and loaded again. */
  public static ComputationGraph reload(ComputationGraph network) {
    return throughFile(
        file -> {
          network.save(file, true);
          return ComputationGraph.load(file, true);
        });
  }

  private interface Trip<T> {
    T through(File file) throws IOException;
  }

  private static <T> T throughFile(Trip<T> trip) {
    try {
      Path file = Files.createTempFile("network", ".zip");
      try {
        return trip.through(file.toFile());
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
