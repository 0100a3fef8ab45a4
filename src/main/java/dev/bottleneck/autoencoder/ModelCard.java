package dev.bottleneck.autoencoder;

import dev.bottleneck.runtime.Require;
import dev.bottleneck.runtime.UserError;

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
    String dataSha256) {
  /** The version that is written, and the only one that is read. */
  public static final int VERSION = 1;

  public ModelCard {
    if (version != VERSION) {
      throw new UserError(
          "its card is of version %d; this Bottleneck reads version %d"
              .formatted(version, VERSION));
    }
    Require.atLeast("codeLayer", codeLayer, 0);
    Require.atLeast("height", height, 1);
    Require.atLeast("width", width, 1);
    Require.atLeast("channels", channels, 1);
  }

  /** Values of one example. */
  public int inputs() {
    return Math.multiplyExact(Math.multiplyExact(height, width), channels);
  }
}
