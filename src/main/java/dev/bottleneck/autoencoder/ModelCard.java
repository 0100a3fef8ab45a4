package dev.bottleneck.autoencoder;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bottleneck.runtime.Require;
import dev.bottleneck.runtime.UserError;
import java.util.List;
import java.util.Objects;

/**
 * What a model file says of its network beside what DL4J does.
 *
 * @param version of this form
 * @param experiment the experiment class that trained it
 * @param arm its arm's key
 * @param seed the run's seed
 * @param codeLayer index of the layer whose output is the code
 * @param height of an example
 * @param width of an example
 * @param channels of an example
 * @param standardNormalCode whether training drew the codes towards N(0, I), so that new examples
 *     can be decoded from codes drawn from it
 * @param data name of the training data
 * @param dataSha256 hash of the training examples
 * @param classNames of the training data, by class; empty where they had none, or in a file of
 *     version 1
 * @param featureNames of the training data, one per value of an example, or none
 * @param scaling what raw examples go through before they reach the network
 */
public record ModelCard(
    int version,
    String experiment,
    String arm,
    long seed,
    int codeLayer,
    int height,
    int width,
    int channels,
    boolean standardNormalCode,
    String data,
    String dataSha256,
    List<String> classNames,
    List<String> featureNames,
    Scaling scaling) {
  /** The version that is written; earlier ones are read. */
  public static final int VERSION = 2;

  public ModelCard {
    requireVersion(version);
    Require.atLeast("codeLayer", codeLayer, 0);
    Require.atLeast("height", height, 1);
    Require.atLeast("width", width, 1);
    Require.atLeast("channels", channels, 1);
    if ((double) height * width * channels > Integer.MAX_VALUE) {
      throw new UserError(
          "an example of " + height + "×" + width + "×" + channels + " is too large");
    }
    if (classNames.stream().anyMatch(Objects::isNull)
        || featureNames.stream().anyMatch(Objects::isNull)) {
      throw new UserError("a name of a class or a feature is missing");
    }
    classNames = List.copyOf(classNames);
    featureNames = List.copyOf(featureNames);
    int inputs = height * width * channels;
    if (!featureNames.isEmpty() && featureNames.size() != inputs) {
      throw new UserError(featureNames.size() + " names for " + inputs + " features");
    }
    if (!scaling.fits(inputs)) {
      throw new UserError("its scaling is " + scaling + ", but an example has " + inputs);
    }
  }

  private static void requireVersion(int version) {
    if (version < 1 || version > VERSION) {
      throw new UserError(
          "its card is of version " + version + "; this Bottleneck reads versions 1 to " + VERSION);
    }
  }

  /** The card of any version in the form of the present one: what it does not have is none. */
  static JsonNode completed(JsonNode json) {
    if (json instanceof ObjectNode old && old.path("version").asInt() == 1) {
      ObjectNode card = old.deepCopy();
      card.putArray("classNames");
      card.putArray("featureNames");
      ObjectNode scaling = card.putObject("scaling").put("kind", Scaling.Kind.NONE.name());
      scaling.putArray("shift");
      scaling.putArray("scale");
      return card;
    }
    return json;
  }

  /** Values of one example. */
  public int inputs() {
    return Math.multiplyExact(Math.multiplyExact(height, width), channels);
  }

  /**
   * Refuses data whose features have other names, or another order, than those of the training.
   *
   * @param data what the error calls them
   * @param given their names; empty if they have none, which is no reason to refuse them
   */
  public void requireFeatures(String data, List<String> given) {
    for (int i = 0; i < Math.min(given.size(), featureNames.size()); i++) {
      String wanted = featureNames.get(i);
      if (!given.get(i).equals(wanted)) {
        boolean moved = given.contains(wanted) || featureNames.contains(given.get(i));
        throw new UserError(
            data
                + " has "
                + given.get(i)
                + " as feature "
                + (i + 1)
                + ", where the model takes "
                + wanted
                + (moved ? ": bring the features into the order that it was trained on" : ""));
      }
    }
  }
}
