package dev.bottleneck.step;

import java.util.Arrays;
import java.util.Optional;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.shape.Shape;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The plans of a network where its vectors lie now: made anew where DL4J has replaced one. */
final class CurrentPlans implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CurrentPlans.class);

  private final MultiLayerNetwork net;
  private final Precision precision;
  private CompiledNetwork compiled; // null once the network is not compilable any more, or closed
  private boolean closed;
  private boolean refusalLogged;

  CurrentPlans(MultiLayerNetwork net, Precision precision) throws NotCompilable {
    this.net = net;
    this.precision = precision;
    compiled = new CompiledNetwork(net, precision);
  }

  /** What was compiled last. */
  CompiledNetwork network() {
    return compiled;
  }

  /** The plan for all layers, or none, and then DL4J has to do it. */
  Optional<Plan> plan(Section.Purpose purpose, INDArray features) {
    return plan(purpose, 0, net.getnLayers() - 1, features);
  }

  /** The plan for the layers from {@code first} to {@code last}, or none. */
  Optional<Plan> plan(Section.Purpose purpose, int first, int last, INDArray features) {
    if (closed) {
      throw new IllegalStateException("closed");
    }
    if (!recompileIfMoved()) {
      return Optional.empty();
    }
    try {
      return Optional.of(compiled.plan(purpose, first, last, features.shape()));
    } catch (NotCompilable e) {
      if (!refusalLogged) {
        LOG.info(
            "DL4J does what is given {}: {}", Arrays.toString(features.shape()), e.getMessage());
        refusalLogged = true;
      }
      return Optional.empty();
    }
  }

  private boolean recompileIfMoved() {
    if (compiled != null && !compiled.isCurrent()) {
      compiled.close();
      compiled = null;
      try {
        compiled = new CompiledNetwork(net, precision);
      } catch (NotCompilable e) {
        LOG.info("DL4J goes on with the network: {}", e.getMessage());
      }
    }
    return compiled != null;
  }

  /** Floats in C order without gaps, as plans read them; the same array where it is so. */
  static INDArray inOrder(INDArray array) {
    INDArray floats = array.castTo(DataType.FLOAT);
    return floats.ordering() == 'c' && Shape.hasDefaultStridesForShape(floats)
        ? floats
        : floats.dup('c');
  }

  @Override
  public void close() {
    closed = true;
    if (compiled != null) {
      compiled.close();
      compiled = null;
    }
  }
}
