package dev.bottleneck.testing;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Set;

/** What MLflow's server requires of what it is asked. */
final class MlflowForm {
  /** A request that the server refuses, by a code of its own. */
  static final class Refused extends RuntimeException {
    final int status;

    Refused(int status, String code) {
      super(code);
      this.status = status;
    }
  }

  private MlflowForm() {}

  /** As mlflow/utils/validation.py has it. */
  static void requireName(String name) {
    require(name.matches("[A-Za-z0-9_./ -]{1,250}"), "name " + name);
    String normal = Path.of(name).normalize().toString();
    require(normal.equals(name) && !name.startsWith("/") && !name.startsWith(".."), "path " + name);
  }

  static void fields(JsonNode of, Set<String> known) {
    of.fieldNames().forEachRemaining(name -> require(known.contains(name), "unknown " + name));
  }

  static String text(JsonNode of, String key) {
    require(of.path(key).isTextual(), "no " + key);
    return of.get(key).asText();
  }

  static void require(boolean right, String what) {
    if (!right) {
      throw new IllegalArgumentException(what);
    }
  }
}
