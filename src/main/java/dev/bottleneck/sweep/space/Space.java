package dev.bottleneck.sweep.space;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.arbiter.optimize.api.ParameterSpace;

/**
 * The settings that a sweep searches, as a parameter space of Arbiter's.
 *
 * <p>A value of it is the setting's parameters by name. Each dimension has the gene of its own
 * index; that of a dimension whose condition is not met is passed over.
 */
public final class Space implements ParameterSpace<LinkedHashMap<String, String>> {
  private final List<Dimension> dimensions;
  private final List<ParameterSpace<?>> leaves;

  /**
   * @param dimensions a choice before those that depend on it
   */
  public Space(List<Dimension> dimensions) {
    this.dimensions = List.copyOf(dimensions);
    List<ParameterSpace<?>> spaces = new ArrayList<>();
    for (int i = 0; i < dimensions.size(); i++) {
      ParameterSpace<?> leaf = dimensions.get(i).domain().parameterSpace();
      // The number that Arbiter's generators give it, too: that of its place among the leaves.
      leaf.setIndices(i);
      spaces.add(leaf);
    }
    leaves = List.copyOf(spaces);
  }

  public List<Dimension> dimensions() {
    return dimensions;
  }

  public int size() {
    return dimensions.size();
  }

  /** What {@code genes} mean. */
  public Proposal proposal(double[] genes) {
    return new Proposal(Arrays.stream(genes).boxed().toList(), getValue(genes));
  }

  /** Whether {@code dimension} counts in a setting. */
  public boolean counts(Dimension dimension, Map<String, String> parameters) {
    return dimension
        .condition()
        .map(c -> parameters.containsKey(c.on()) && c.values().contains(parameters.get(c.on())))
        .orElse(true);
  }

  @Override
  public LinkedHashMap<String, String> getValue(double[] genes) {
    LinkedHashMap<String, String> parameters = new LinkedHashMap<>();
    for (int i = 0; i < dimensions.size(); i++) {
      Dimension dimension = dimensions.get(i);
      if (counts(dimension, parameters)) {
        parameters.put(dimension.name(), dimension.domain().text(leaves.get(i).getValue(genes)));
      }
    }
    return parameters;
  }

  @Override
  public int numParameters() {
    return leaves.size();
  }

  @Override
  @SuppressWarnings("rawtypes")
  public List<ParameterSpace> collectLeaves() {
    return List.copyOf(leaves);
  }

  @Override
  @SuppressWarnings("rawtypes")
  public Map<String, ParameterSpace> getNestedSpaces() {
    return Collections.emptyMap();
  }

  @Override
  public boolean isLeaf() {
    return false;
  }

  @Override
  public void setIndices(int... indices) {
    throw new UnsupportedOperationException(
        "a space of several parameters has no index of its own");
  }
}
