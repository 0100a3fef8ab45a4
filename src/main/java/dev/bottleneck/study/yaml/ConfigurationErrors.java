package dev.bottleneck.study.yaml;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.bottleneck.runtime.NearestName;
import dev.bottleneck.runtime.UserError;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Says a mistake in a configuration in one line: where, which key, what would be right. */
public final class ConfigurationErrors {
  private ConfigurationErrors() {}

  /** The error for a key that is none of {@code known}. */
  public static UserError unknownKey(String where, String key, Collection<String> known) {
    String hint =
        NearestName.of(key, known)
            .map(nearest -> "did you mean " + nearest + "?")
            .orElse("known keys: " + String.join(", ", known));
    return new UserError("%s: unknown key %s; %s".formatted(where, key, hint));
  }

  /**
   * Requires that {@code node} has just the keys of {@code record}. Jackson would call a misspelt
   * key missing before it calls it unknown.
   */
  public static void checkKeys(String file, JsonNode node, Class<? extends Record> record) {
    List<String> known =
        Arrays.stream(record.getRecordComponents()).map(RecordComponent::getName).toList();
    Iterator<String> given = node.fieldNames();
    while (given.hasNext()) {
      String key = given.next();
      if (!known.contains(key)) {
        throw unknownKey(file, key, known);
      }
    }
    for (String key : known) {
      if (!node.has(key)) {
        throw new UserError("%s: the key %s is missing".formatted(file, key));
      }
    }
  }

  /**
   * Refuses keys without a value, at any depth.
   *
   * @param where says whose mistake a key's value is
   */
  static void refuseNothing(UnaryOperator<String> where, JsonNode node) {
    node.fields()
        .forEachRemaining(
            field -> {
              JsonNode value = field.getValue();
              boolean nothing = value.isNull() || value.isTextual() && value.asText().isBlank();
              for (JsonNode item : value.isArray() ? value : MissingNode.getInstance()) {
                nothing |= item.isNull();
              }
              if (nothing) {
                throw new UserError(
                    where.apply(field.getKey())
                        + ": "
                        + field.getKey()
                        + " is empty: give it a value, or leave the key out if it may be");
              }
              refuseNothing(where, value);
            });
  }

  /** What Jackson found wrong in {@code root}, the content of {@code file}. */
  public static UserError explain(String file, JsonNode root, JsonProcessingException e) {
    return explain(key -> file, root, e);
  }

  /**
   * The same.
   *
   * @param where says whose mistake something is, given a text that begins with the key
   */
  static UserError explain(UnaryOperator<String> where, JsonNode root, JsonProcessingException e) {
    if (!(e instanceof JsonMappingException mapping)) {
      return new UserError(where.apply("") + ": " + e.getOriginalMessage(), e);
    }
    if (mapping.getCause() instanceof UserError cause) {
      return new UserError(where.apply(cause.getMessage()) + ": " + cause.getMessage(), e);
    }
    if (mapping instanceof MismatchedInputException mismatch) {
      return mismatch(where, root, mismatch);
    }
    return new UserError(where.apply("") + ": " + e.getOriginalMessage(), e);
  }

  private static UserError mismatch(
      UnaryOperator<String> where, JsonNode root, MismatchedInputException e) {
    String key = "the whole";
    JsonNode value = root;
    for (JsonMappingException.Reference step : e.getPath()) {
      if (step.getFieldName() != null) {
        key = step.getFieldName();
        value = value.path(key);
      }
    }
    return new UserError(
        where.apply(key)
            + ": "
            + key
            + " is "
            + shortened(value.isValueNode() ? value.asText() : value.toString())
            + ": expected "
            + expected(e),
        e);
  }

  private static String shortened(String text) {
    return text.length() <= 60
        ? text
        : text.substring(0, 60) + "… (" + text.length() + " characters)";
  }

  private static String expected(MismatchedInputException e) {
    Class<?> type = e.getTargetType();
    if (type == null) {
      return "another kind of value";
    }
    if (type.isEnum()) {
      return Arrays.stream(type.getEnumConstants())
          .map(c -> c.toString().toLowerCase(java.util.Locale.ROOT))
          .collect(Collectors.joining(" or "));
    }
    if (Collection.class.isAssignableFrom(type)) {
      return "a list, such as [100, 100]";
    }
    return switch (type.getSimpleName()) {
      case "int", "Integer", "long", "Long" -> "a whole number";
      case "double", "Double", "float", "Float" -> "a number";
      case "boolean", "Boolean" -> "true or false";
      case "String" -> "a word";
      default -> "keys and values";
    };
  }
}
