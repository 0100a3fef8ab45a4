package dev.bottleneck.study.result;

import dev.bottleneck.autoencoder.ModelCard;
import dev.bottleneck.device.Devices;
import dev.bottleneck.training.Network;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one job found.
 *
 * @param measures name to value; the headline measure must be among them
 * @param networks what was trained, by the file name (without extension) it is saved under
 * @param cards what the saved networks that are autoencoders say of themselves, by the same name
 * @param leftOut a line for each measure that could not be taken, with the reason
 * @param correct for a classifier: whether each evaluated example was right
 */
public record JobResult(
    Map<String, Double> measures,
    Map<String, Network> networks,
    Map<String, ModelCard> cards,
    Optional<boolean[]> correct,
    List<String> leftOut) {

  public JobResult {
    measures = new LinkedHashMap<>(measures);
    networks = new LinkedHashMap<>(networks);
    cards = Map.copyOf(cards);
    leftOut = List.copyOf(leftOut);
  }

  /** The result of networks none of which is an autoencoder. */
  public JobResult(
      Map<String, Double> measures, Map<String, Network> networks, Optional<boolean[]> correct) {
    this(measures, networks, Map.of(), correct, List.of());
  }

  /** The same with its networks on the device of the calling thread. */
  JobResult here(Devices devices) {
    Map<String, Network> there = new LinkedHashMap<>();
    networks.forEach((name, network) -> there.put(name, NetworkCopy.here(network, devices)));
    return new JobResult(measures, there, cards, correct, leftOut);
  }
}
