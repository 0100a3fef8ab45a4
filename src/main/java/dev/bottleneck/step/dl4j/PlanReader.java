package dev.bottleneck.step.dl4j;

import dev.bottleneck.layer.Corruption;
import dev.bottleneck.step.graph.Corrupt;
import dev.bottleneck.step.graph.NotCompilable;
import dev.bottleneck.step.graph.Plan;
import dev.bottleneck.step.graph.Value;
import dev.bottleneck.training.NetworkNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.deeplearning4j.nn.conf.layers.Layer;

/** Reads a section of a network into a {@link Plan}. */
public final class PlanReader {
  private final Definition definition;
  private final Section section;
  private final PlanDraft draft;
  private final Map<String, Value> values = new HashMap<>();

  private PlanReader(Definition definition, Section section) {
    this.definition = definition;
    this.section = section;
    draft = new PlanDraft(section.purpose(), Math.toIntExact(section.featuresShape()[0]));
  }

  /**
   * Looks at what holds for every section.
   *
   * @throws NotCompilable if the network has a layer or a setting that is not known
   */
  public static void check(Definition definition) throws NotCompilable {
    Refusals.check(definition);
  }

  /**
   * Looks at what holds for activations at test time; how the network is trained does not matter.
   *
   * @throws NotCompilable if the network has a layer that is not known
   */
  public static void checkForward(Definition definition) throws NotCompilable {
    Refusals.checkForward(definition);
  }

  /**
   * @param definition one that {@link #check}, or {@link #checkForward}, has nothing against
   * @throws NotCompilable if the network has a layer or a setting that is not known, or the
   *     section's end depends on more than what it is given
   */
  public static Plan read(Definition definition, Section section) throws NotCompilable {
    return new PlanReader(definition, section).read();
  }

  private Plan read() throws NotCompilable {
    values.put(section.from(), draft.input(new Value(section.from(), section.featuresShape())));
    Set<String> needed = needed();
    for (NetworkNode node : definition.nodes()) {
      if (needed.contains(node.name())) {
        LayerReading reading = new LayerReading(draft, definition, node);
        values.put(node.name(), read(node, reading, inputs(node)));
      }
    }
    if (section.purpose().endsInLoss() && !draft.hasLabels()) {
      throw new NotCompilable("the network does not end in a layer with a loss");
    }
    return draft.finish(values.get(section.to()), definition.network().outputs());
  }

  /** The nodes that lead to the section's end; to all losses, if it ends in them. */
  private Set<String> needed() {
    Set<String> needed =
        new HashSet<>(
            section.purpose().endsInLoss()
                ? definition.network().outputs()
                : List.of(section.to()));
    List<NetworkNode> nodes = definition.nodes();
    for (int i = nodes.size() - 1; i >= 0; i--) {
      NetworkNode node = nodes.get(i);
      if (needed.contains(node.name()) && !node.name().equals(section.from())) {
        needed.addAll(node.inputs());
      }
    }
    needed.remove(section.from());
    return needed;
  }

  private List<Value> inputs(NetworkNode node) throws NotCompilable {
    List<Value> inputs = new ArrayList<>();
    for (String input : node.inputs()) {
      Value value = values.get(input);
      if (value == null) {
        throw new NotCompilable(node.title() + ": it reads " + input + ", too, which is not given");
      }
      inputs.add(value);
    }
    return inputs;
  }

  private static Value read(NetworkNode node, LayerReading reading, List<Value> given)
      throws NotCompilable {
    if (node.vertex() != null) {
      return Vertices.read(node.vertex(), reading, given);
    }
    Layer layer = node.layer();
    Value input = PreProcessors.read(node.before(), reading, given.get(0));
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
