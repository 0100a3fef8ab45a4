package dev.bottleneck.study.yaml;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import dev.bottleneck.runtime.UserError;

/** How a user's YAML is read: strictly, nothing unknown, nothing missing, nothing converted. */
public final class Yaml {
  /** Reads and writes YAML; not to be configured further. */
  public static final JsonMapper MAPPER =
      JsonMapper.builder(
              YAMLFactory.builder()
                  .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                  .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                  .build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
          .enable(DeserializationFeature.READ_ENUMS_USING_TO_STRING)
          .enable(SerializationFeature.WRITE_ENUMS_USING_TO_STRING)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .build();

  private Yaml() {}

  /**
   * Reads keys and values.
   *
   * @param name what errors call it: the file's path
   * @param example what such a file may hold
   * @throws UserError naming the file and the line
   */
  public static ObjectNode read(String name, String text, String example) {
    YamlCheck.check(name, text);
    try {
      if (MAPPER.readTree(text) instanceof ObjectNode root) {
        return root;
      }
    } catch (JsonProcessingException e) {
      throw YamlCheck.malformed(name, e);
    }
    throw new UserError(name + ": expected keys and values, such as '" + example + "'");
  }

  /** {@code content}, of plain maps, lists and values, as YAML. */
  public static String write(Object content) {
    try {
      return MAPPER.writeValueAsString(content);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a content that cannot be written as YAML", e);
    }
  }
}
