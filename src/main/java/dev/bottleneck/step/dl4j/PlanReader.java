package dev.bottleneck.step.dl4j;

import dev.bottleneck.layer.Corruption;
import dev.bottleneck.step.graph.Corrupt;
import dev.bottleneck.step.graph.NotCompilable;
import dev.bottleneck.step.graph.Plan;
import dev.bottleneck.step.graph.Value;
import java.util.List;
import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.deeplearning4j.nn.conf.layers.Layer;

/** Reads a section of a network into a {@link Plan}. */
public final class PlanReader {
  private PlanReader() {}

  /**
   * Looks at what holds for every section.
   *
   * @throws NotCompilable if the network has a layer or a setting that is not known
   */
  public static void check(Definition definition) throws NotCompilable {
    Refusals.check(definition);
  }

  /**
   * @param definition one that {@link #check} has nothing against
   * @throws NotCompilable if the network has a layer or a setting that is not known
   */
  public static Plan read(Definition definition, Section section) throws NotCompilable {
    long[] shape = section.featuresShape();
    PlanDraft draft = new PlanDraft(section.purpose(), Math.toIntExact(shape[0]));
    Value value = draft.input(new Value(section.from(), shape));
    List<Node> nodes = definition.nodes();
    for (int i = indexAfter(section.from(), nodes); i < nodes.size(); i++) {
      LayerReading reading = new LayerReading(draft, nodes.subList(0, i), nodes.get(i));
      value = read(nodes.get(i), reading, value);
      if (nodes.get(i).name().equals(section.to())) {
        break;
      }
    }
    if (section.purpose().endsInLoss() && draft.labels().isEmpty()) {
      throw new NotCompilable("the network does not end in a layer with a loss");
    }
    return draft.finish(value);
  }

  private static int indexAfter(String name, List<Node> nodes) {
    for (int i = 0; i < nodes.size(); i++) {
      if (nodes.get(i).name().equals(name)) {
        return i + 1;
      }
    }
    return 0;
  }

  private static Value read(Node node, LayerReading reading, Value given) throws NotCompilable {
    Layer layer = node.layer();
    Value input = PreProcessors.read(node.before(), reading, given);
    LayerReaders.Entry<?> entry = LayerReaders.of(layer).orElseThrow();
    Rows.check(layer, reading, input);
    IDropout dropout = layer.getIDropout();
    if (dropout == null || !reading.isTraining()) {
      return entry.read(layer, reading, input);
    }
    if (!entry.corruptible() || !(dropout instanceof Corruption corruption)) {
      throw reading.refuse("the dropout " + dropout + " is not known to the compiled step");
    }
    Value corrupted = reading.value(input.shape());
    return entry.read(layer, reading, reading.add(new Corrupt(corruption, input, corrupted)));
  }
}
