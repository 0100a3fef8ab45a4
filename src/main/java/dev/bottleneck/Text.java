package dev.bottleneck;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.bottleneck.runtime.UserError;
import java.nio.file.Path;

/** Values as a configuration's YAML has them. */
final class Text {
  private static final JsonMapper JSON = new JsonMapper();

  private Text() {}

  /** {@code key=value}, as {@code --set} takes it; JSON is YAML. */
  static String assignment(String key, Object value) {
    try {
      Object plain = value instanceof Path path ? path.toString() : value;
      return key + "=" + JSON.writeValueAsString(plain);
    } catch (JsonProcessingException e) {
      throw new UserError(
          "%s: a %s is no value of a configuration: give a number, a text, true or false, or a list of these"
              .formatted(key, value.getClass().getName()),
          e);
    }
  }
}
