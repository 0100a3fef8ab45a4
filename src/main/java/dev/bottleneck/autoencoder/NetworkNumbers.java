package dev.bottleneck.autoencoder;

import dev.bottleneck.runtime.UserError;
import dev.bottleneck.training.NetworkDefinition;
import dev.bottleneck.training.NetworkNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.shade.jackson.databind.JsonNode;

/**
 * Whether the numbers of a network's configuration make sense, and how many parameters it implies,
 * told without making the network: DL4J hands a stride of 0 to native code, which ends the Java
 * machine.
 *
 * <p>The configuration is looked at as DL4J would write it, not as the file has it: a number that
 * was left out, or rounded when it was read, is then seen as it will be used.
 */
final class NetworkNumbers {
  /** Windows are of some pixels. */
  private static final int LARGEST_WINDOW = 1 << 15;

  private record Range(long low, long high) {}

  private static final Range WINDOW = new Range(1, LARGEST_WINDOW);
  private static final Range MARGIN = new Range(0, LARGEST_WINDOW);
  private static final Range SIZE = new Range(1, Integer.MAX_VALUE);

  /** 0 where a layer without weights was told no size. */
  private static final Range COUNT = new Range(0, Integer.MAX_VALUE);

  private static final Map<String, Range> RANGES =
      Map.ofEntries(
          Map.entry("kernelSize", WINDOW),
          Map.entry("stride", WINDOW),
          Map.entry("dilation", WINDOW),
          Map.entry("size", WINDOW),
          Map.entry("pnorm", MARGIN),
          Map.entry("padding", MARGIN),
          Map.entry("cropping", MARGIN),
          Map.entry("poolingDimensions", new Range(0, 4)),
          Map.entry("depthMultiplier", WINDOW),
          Map.entry("numSamples", WINDOW),
          Map.entry("repetitionFactor", SIZE),
          Map.entry("encoderLayerSizes", SIZE),
          Map.entry("decoderLayerSizes", SIZE),
          Map.entry("from", SIZE),
          Map.entry("to", SIZE),
          Map.entry("nin", COUNT),
          Map.entry("nout", COUNT),
          Map.entry("inputHeight", COUNT),
          Map.entry("inputWidth", COUNT),
          Map.entry("numChannels", COUNT));

  private NetworkNumbers() {}

  /**
   * The parameters of each layer.
   *
   * @throws UserError naming a layer and its number that makes no sense; without the file
   */
  static List<Long> parameters(NetworkDefinition definition) {
    List<Long> counts = new ArrayList<>();
    for (NetworkNode node : definition.nodes()) {
      check(node.name() + "'s input", written(node.before()));
      if (node.layer() == null) {
        check(node.name(), written(node.vertex()));
        counts.add(node.vertex().numParams(false));
        continue;
      }
      JsonNode layer = written(node.layer());
      check(node.name(), layer);
      requireCountable(node.name(), layer);
      long count = node.layer().initializer().numParams(node.settings());
      if (count < 0 || count > Integer.MAX_VALUE) {
        throw tooMany(node.name());
      }
      counts.add(count);
    }
    return counts;
  }

  private static JsonNode written(Object part) {
    return NeuralNetConfiguration.mapper().valueToTree(part);
  }

  private static void check(String layer, JsonNode node) {
    node.fields()
        .forEachRemaining(
            entry -> {
              Range range = RANGES.get(entry.getKey());
              if (range != null) {
                check(layer, entry.getKey(), range, entry.getValue());
              }
              check(layer, entry.getValue());
            });
    if (node.isArray()) {
      node.forEach(child -> check(layer, child));
    }
  }

  private static void check(String layer, String key, Range range, JsonNode value) {
    if (value.isArray()) {
      value.forEach(child -> check(layer, key, range, child));
    } else if (value.isNumber()
        && !(value.isIntegralNumber()
            && value.canConvertToLong()
            && value.asLong() >= range.low()
            && value.asLong() <= range.high())) {
      throw new UserError(
          String.format(
              Locale.ROOT,
              "%s: its %s is %s, but must lie between %d and %d",
              layer,
              key,
              value.asText(),
              range.low(),
              range.high()));
    }
  }

  /**
   * DL4J multiplies sizes without regard to overflow: what cannot be counted is refused before it
   * is counted.
   */
  private static void requireCountable(String name, JsonNode layer) {
    double in = layer.path("nin").asDouble();
    double out = layer.path("nout").asDouble();
    double window = product(layer.path("kernelSize")) * product(layer.path("depthMultiplier"));
    double largest = 8 * (in + out + 1) * (out + 1) * window;
    List<Double> chain = new ArrayList<>(List.of(in));
    for (String sizes : new String[] {"encoderLayerSizes", "decoderLayerSizes"}) {
      layer.path(sizes).forEach(size -> chain.add(size.asDouble()));
      chain.add(sizes.startsWith("encoder") ? out : in);
    }
    double ofChain = 0;
    for (int i = 1; i < chain.size(); i++) {
      ofChain += 4 * (chain.get(i - 1) + 1) * (chain.get(i) + 1);
    }
    // DL4J counts those of its variational autoencoder in 32 bits.
    if (largest > 0x1p62 || layer.has("encoderLayerSizes") && ofChain > Integer.MAX_VALUE) {
      throw tooMany(name);
    }
    for (String inner : new String[] {"underlying", "layer", "fwd", "bwd"}) {
      if (layer.path(inner).isObject()) {
        requireCountable(name, layer.path(inner));
      }
    }
  }

  private static double product(JsonNode sizes) {
    double product = 1;
    for (JsonNode size : sizes.isArray() ? sizes : List.of(sizes)) {
      product *= Math.max(1, size.asDouble());
    }
    return product;
  }

  private static UserError tooMany(String layer) {
    return new UserError(layer + ": it has more parameters than can be counted");
  }
}
