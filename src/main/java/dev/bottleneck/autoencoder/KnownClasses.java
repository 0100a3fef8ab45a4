package dev.bottleneck.autoencoder;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bottleneck.runtime.UserError;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The classes that a network's JSON may name.
 *
 * <p>DL4J makes an object of every class its JSON names, so that a foreign file could run code of
 * its choice. Whatever looks like a class's name, at any place in the JSON, must therefore lie in a
 * package of plain configuration.
 */
final class KnownClasses {
  private static final Pattern CLASS_NAME =
      Pattern.compile("\\[*L?(?:[A-Za-z_$][\\w$]*\\.)+[A-Za-z_$][\\w$]*;?");

  private static final List<String> PACKAGES =
      List.of(
          "org.deeplearning4j.nn.conf.",
          "org.deeplearning4j.nn.weights.",
          "org.nd4j.linalg.activations.impl.",
          "org.nd4j.linalg.learning.config.",
          "org.nd4j.linalg.learning.regularization.",
          "org.nd4j.linalg.lossfunctions.impl.",
          "org.nd4j.linalg.schedule.",
          "dev.bottleneck.layer.",
          "dev.bottleneck.training.");

  /** Layers whose configuration is code, not data. */
  private static final String CODE = "org.deeplearning4j.nn.conf.layers.samediff.";

  private final Set<String> further;

  /**
   * @param further packages whose classes the user trusts as well
   */
  KnownClasses(Set<String> further) {
    this.further = further;
  }

  /** Refuses {@code json} if it names a class that is not known. */
  void check(JsonNode json, Object file) {
    if (json.isTextual() && CLASS_NAME.matcher(json.asText()).matches() && !known(json.asText())) {
      throw new UserError(
          ("%s: the network names the class %s, which a model file may not; if it is a layer of"
                  + " your own, allow its package with --allow")
              .formatted(file, json.asText()));
    }
    json.forEach(child -> check(child, file));
  }

  private boolean known(String name) {
    return PACKAGES.stream().anyMatch(name::startsWith) && !name.startsWith(CODE)
        || further.stream().anyMatch(allowed -> name.startsWith(allowed + "."));
  }
}
