package dev.bottleneck.sweep.space;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A setting to try.
 *
 * @param genes one in [0, 1] for each dimension of the space, whether it counts or not
 * @param parameters the values that count, by hyper-parameter, in the order of the space
 */
public record Proposal(List<Double> genes, Map<String, String> parameters) {
  public Proposal {
    genes = List.copyOf(genes);
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
  }

  public double[] geneArray() {
    double[] array = new double[genes.size()];
    for (int i = 0; i < array.length; i++) {
      array[i] = genes.get(i);
    }
    return array;
  }
}
