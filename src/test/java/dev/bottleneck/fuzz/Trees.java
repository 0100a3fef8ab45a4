package dev.bottleneck.fuzz;

import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Changes the tree of a JSON or YAML text, which stays well-formed: values, keys, branches. */
final class Trees {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final int DEEP = 600;
  private static final ObjectMapper JSON = exact(new JsonMapper());
  private static final ObjectMapper YAML = exact(new YAMLMapper());

  /** A place in the tree, what stands there, and what puts something else there. */
  private record Place(JsonNode value, Consumer<JsonNode> put, Runnable remove) {}

  private Trees() {}

  /** Numbers beyond a double stay what they are. */
  private static ObjectMapper exact(ObjectMapper mapper) {
    mapper
        .getFactory()
        .setStreamWriteConstraints(
            StreamWriteConstraints.builder().maxNestingDepth(10 * DEEP).build());
    return mapper.enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
  }

  static byte[] ofJson(byte[] content, byte[] other, SplittableRandom random) throws IOException {
    return mutated(JSON, content, other, random);
  }

  static byte[] ofYaml(byte[] content, byte[] other, SplittableRandom random) throws IOException {
    return mutated(YAML, content, other, random);
  }

  /** Numbers of a JSON text alone become other numbers. */
  static byte[] numbersOfJson(byte[] content, byte[] other, SplittableRandom random)
      throws IOException {
    JsonNode tree = JSON.readTree(content);
    for (int i = random.nextInt(3); i >= 0; i--) {
      any(tree, JsonNode::isNumber, random)
          .ifPresent(place -> place.put().accept(number(place.value(), random)));
    }
    return JSON.writeValueAsBytes(tree);
  }

  /** Texts of a JSON text alone become others, of the file or hostile. */
  static byte[] textsOfJson(byte[] content, byte[] other, SplittableRandom random)
      throws IOException {
    JsonNode tree = JSON.readTree(content);
    for (int i = random.nextInt(2); i >= 0; i--) {
      JsonNode text =
          random.nextBoolean()
              ? NODES.textNode(Hostile.text(random))
              : any(tree, JsonNode::isTextual, random).map(Place::value).orElse(NODES.nullNode());
      any(tree, JsonNode::isTextual, random).ifPresent(place -> place.put().accept(text));
    }
    return JSON.writeValueAsBytes(tree);
  }

  private static byte[] mutated(
      ObjectMapper mapper, byte[] content, byte[] other, SplittableRandom random)
      throws IOException {
    JsonNode tree = mapper.readTree(content);
    JsonNode source = random.nextBoolean() ? tree : mapper.readTree(other);
    for (int i = random.nextInt(3); i >= 0; i--) {
      any(tree, node -> true, random).ifPresent(place -> change(place, source, random));
    }
    return mapper.writeValueAsBytes(tree);
  }

  private static void change(Place place, JsonNode source, SplittableRandom random) {
    switch (random.nextInt(8)) {
      case 0 -> place.remove().run();
      case 1 ->
          any(source, node -> true, random)
              .ifPresent(found -> place.put().accept(found.value().deepCopy()));
      case 2 -> place.put().accept(odd(place.value(), random));
      case 3 -> rename(place.value(), random);
      default ->
          place
              .put()
              .accept(
                  place.value().isNumber()
                      ? number(place.value(), random)
                      : NODES.textNode(Hostile.text(random)));
    }
  }

  private static JsonNode odd(JsonNode value, SplittableRandom random) {
    return switch (random.nextInt(8)) {
      case 0 -> NODES.nullNode();
      case 1 -> NODES.arrayNode();
      case 2 -> NODES.objectNode();
      case 3 -> NODES.booleanNode(random.nextBoolean());
      case 4 -> NODES.arrayNode().add(value).add(value);
      case 5 -> NODES.textNode(value.asText());
      case 6 -> NODES.objectNode().set("x", value);
      default -> deep();
    };
  }

  private static JsonNode deep() {
    ArrayNode innermost = NODES.arrayNode();
    for (int i = 0; i < DEEP; i++) {
      innermost = NODES.arrayNode().add(innermost);
    }
    return innermost;
  }

  private static void rename(JsonNode value, SplittableRandom random) {
    if (value instanceof ObjectNode object && !object.isEmpty()) {
      List<String> keys = new ArrayList<>();
      object.fieldNames().forEachRemaining(keys::add);
      JsonNode taken = object.remove(keys.get(random.nextInt(keys.size())));
      object.set(random.nextBoolean() ? Hostile.text(random) : keys.get(0), taken);
    }
  }

  private static JsonNode number(JsonNode value, SplittableRandom random) {
    if (random.nextInt(3) == 0 && value.isIntegralNumber()) {
      long near = value.asLong() + random.nextInt(-2, 3);
      return NODES.numberNode(random.nextBoolean() ? near : 2 * value.asLong());
    }
    String text = Hostile.number(random);
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      return NODES.textNode(text); // what JSON knows as text alone
    }
  }

  private static Optional<Place> any(
      JsonNode tree, Predicate<JsonNode> wanted, SplittableRandom random) {
    List<Place> places = new ArrayList<>();
    collect(tree, wanted, places);
    return places.isEmpty()
        ? Optional.empty()
        : Optional.of(places.get(random.nextInt(places.size())));
  }

  private static void collect(JsonNode node, Predicate<JsonNode> wanted, List<Place> places) {
    for (Map.Entry<String, JsonNode> child : node.properties()) {
      ObjectNode object = (ObjectNode) node;
      String key = child.getKey();
      if (wanted.test(child.getValue())) {
        places.add(
            new Place(child.getValue(), to -> object.set(key, to), () -> object.remove(key)));
      }
      collect(child.getValue(), wanted, places);
    }
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      ArrayNode array = (ArrayNode) node;
      int at = i;
      if (wanted.test(node.get(i))) {
        places.add(new Place(node.get(i), to -> array.set(at, to), () -> array.remove(at)));
      }
      collect(node.get(i), wanted, places);
    }
  }
}
