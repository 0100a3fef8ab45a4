package dev.bottleneck.study.experiment;

import dev.bottleneck.autoencoder.ModelCard;
import dev.bottleneck.training.Network;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a job has trained.
 *
 * @param networks by the file name, without extension, that they are saved under
 * @param cards what those that are autoencoders say of themselves, by the same name
 */
public record TrainedNetworks(Map<String, Network> networks, Map<String, ModelCard> cards) {
  public TrainedNetworks {
    networks = new LinkedHashMap<>(networks);
    cards = Map.copyOf(cards);
  }
}
