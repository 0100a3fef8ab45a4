package dev.bottleneck.study;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * What one job found.
 *
 * @param measures name to value; the headline measure must be among them
 * @param networks what was trained, by the file name (without extension) it is saved under
 * @param correct for a classifier: whether each evaluated example was right
 */
public record JobResult(
    Map<String, Double> measures,
    Map<String, MultiLayerNetwork> networks,
    Optional<boolean[]> correct) {

  public JobResult {
    measures = new LinkedHashMap<>(measures);
    networks = new LinkedHashMap<>(networks);
  }
}
