package dev.bottleneck.study;

import dev.bottleneck.autoencoder.ModelCard;
import dev.bottleneck.device.Devices;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * What one job found.
 *
 * @param measures name to value; the headline measure must be among them
 * @param networks what was trained, by the file name (without extension) it is saved under
 * @param cards what the saved networks that are autoencoders say of themselves, by the same name
 * @param correct for a classifier: whether each evaluated example was right
 */
public record JobResult(
    Map<String, Double> measures,
    Map<String, MultiLayerNetwork> networks,
    Map<String, ModelCard> cards,
    Optional<boolean[]> correct) {

  public JobResult {
    measures = new LinkedHashMap<>(measures);
    networks = new LinkedHashMap<>(networks);
    cards = Map.copyOf(cards);
  }

  /** The result of networks none of which is an autoencoder. */
  public JobResult(
      Map<String, Double> measures,
      Map<String, MultiLayerNetwork> networks,
      Optional<boolean[]> correct) {
    this(measures, networks, Map.of(), correct);
  }

  /** The same with its networks on the device of the calling thread. */
  JobResult here(Devices devices) {
    Map<String, MultiLayerNetwork> there = new LinkedHashMap<>();
    networks.forEach((name, network) -> there.put(name, NetworkCopy.here(network, devices)));
    return new JobResult(measures, there, cards, correct);
  }
}
