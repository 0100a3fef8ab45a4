package dev.bottleneck.step.dl4j;

import dev.bottleneck.step.graph.Add;
import dev.bottleneck.step.graph.Merge;
import dev.bottleneck.step.graph.NotCompilable;
import dev.bottleneck.step.graph.Value;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;

/** Reads the vertices of a graph that are no layers. */
final class Vertices {
  private Vertices() {}

  static boolean isKnown(GraphVertex vertex) {
    return vertex.getClass() == MergeVertex.class
        || vertex.getClass() == ElementWiseVertex.class
            && ((ElementWiseVertex) vertex).getOp() == ElementWiseVertex.Op.Add;
  }

  static Value read(GraphVertex vertex, LayerReading reading, List<Value> given)
      throws NotCompilable {
    if (given.size() == 1) {
      return given.get(0);
    }
    return vertex instanceof MergeVertex ? merge(reading, given) : add(reading, given);
  }

  /** DL4J merges vectors and images along dimension 1. */
  private static Value merge(LayerReading reading, List<Value> given) throws NotCompilable {
    long[] shape = given.get(0).shape();
    if (shape.length != 2 && shape.length != 4) {
      throw reading.refuse("of " + Arrays.toString(shape) + " it is not known");
    }
    shape[1] = 0;
    for (Value value : given) {
      long[] part = value.shape();
      shape[1] += part[1];
      part[1] = given.get(0).size(1);
      if (!Arrays.equals(part, given.get(0).shape())) {
        throw unlike(reading, given);
      }
    }
    Value merged = reading.value(shape);
    reading.add(new Merge(given, merged));
    return merged;
  }

  private static Value add(LayerReading reading, List<Value> given) throws NotCompilable {
    for (Value value : given) {
      if (!Arrays.equals(value.shape(), given.get(0).shape())) {
        throw unlike(reading, given);
      }
    }
    Value sum = reading.value(given.get(0).shape());
    reading.add(new Add(given, sum));
    return sum;
  }

  private static NotCompilable unlike(LayerReading reading, List<Value> given) {
    return reading.refuse("its inputs are of unlike shapes: " + given);
  }
}
