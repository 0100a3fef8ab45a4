package dev.bottleneck.export;

import dev.bottleneck.autoencoder.Scaling;
import dev.bottleneck.autoencoder.TrainedAutoencoder;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.training.Network;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A trained autoencoder to be written for other programs. The same one gives the same bytes.
 *
 * @param name what messages call it
 * @param autoencoder whose network is written; it has to stay as it is until that is done
 * @param inputs values of an example
 * @param scaling what examples go through before they reach the network, and back behind it
 * @param metadata what is known of its making, by key, in the order in which it is written
 */
public record Exported(
    String name,
    TrainedAutoencoder autoencoder,
    int inputs,
    Scaling scaling,
    Map<String, String> metadata) {
  public Exported {
    Map<String, String> sound = new LinkedHashMap<>();
    metadata.forEach((key, value) -> sound.put(key, encodable(value)));
    metadata = Collections.unmodifiableMap(sound);
  }

  /** With a question mark for half a surrogate pair, which UTF-8 does not have. */
  private static String encodable(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }

  Network network() {
    return autoencoder.network();
  }

  /**
   * A part as an ONNX model, which takes and gives values in the data's own units.
   *
   * @throws UserError if ONNX cannot say it, or it is too large for it
   */
  public Prepared onnx(Part part) {
    return new Prepared(OnnxModel.of(this, part)::writeTo);
  }

  /** The weights as safetensors. */
  public Prepared safetensors() {
    List<NamedArray> weights = Weights.of(this);
    return new Prepared(out -> Safetensors.write(weights, metadata, out));
  }

  /** The weights as NumPy's {@code .npz}, which has no place for the metadata. */
  public Prepared npz() {
    List<NamedArray> weights = Weights.of(this);
    return new Prepared(out -> Npz.write(weights, out));
  }
}
