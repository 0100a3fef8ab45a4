package dev.bottleneck.testing;

import dev.bottleneck.autoencoder.ModelCard;
import dev.bottleneck.autoencoder.ModelFile;
import dev.bottleneck.autoencoder.Scaling;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The model file of every arm of every shipped autoencoder, made small. */
public final class ShippedModels {
  private ShippedModels() {}

  /** The bytes of each, by experiment and arm, such as "stacked-stacked". */
  public static Map<String, byte[]> all() throws IOException {
    Map<String, byte[]> models = new TreeMap<>();
    for (ShippedNetworks.Variant variant : ShippedNetworks.small().toList()) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      ModelFile.write(variant.network(), Optional.of(card(variant)), bytes);
      models.put(variant.name() + "-" + variant.arm().key(), bytes.toByteArray());
    }
    return models;
  }

  private static ModelCard card(ShippedNetworks.Variant variant) {
    int side = (int) Math.sqrt(variant.inputs());
    boolean images = side * side == variant.inputs();
    return new ModelCard(
        ModelCard.VERSION,
        "some.Experiment",
        variant.arm().key(),
        1,
        variant.network().nodes().indexOf(variant.code()),
        images ? side : 1,
        images ? side : variant.inputs(),
        1,
        false,
        "toy",
        "00",
        List.of("a", "b"),
        List.of(),
        Scaling.none());
  }
}
