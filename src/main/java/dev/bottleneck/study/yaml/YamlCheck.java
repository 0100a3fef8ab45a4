package dev.bottleneck.study.yaml;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import dev.bottleneck.runtime.UserError;
import java.io.IOException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a user's YAML may not hold: what YAML 1.1 reads otherwise than it looks, and bombs. */
final class YamlCheck {
  private static final YAMLFactory FACTORY = new YAMLFactory();
  private static final int DEEPEST = 50;
  private static final int LONGEST_NUMBER = 40;
  private static final int LARGEST = 1 << 20;
  private static final Pattern DECIMAL =
      Pattern.compile("[+-]?(0|[1-9]\\d*)?(\\.\\d*)?([eE][+-]?\\d+)?");
  private static final Pattern TWICE =
      Pattern.compile("Duplicate (?:field|Object property) ['\"](.*?)['\"].*");

  private YamlCheck() {}

  /**
   * Refuses a text that nests, counts or repeats in ways that no configuration does.
   *
   * @throws UserError naming file and line
   */
  static void check(String name, String text) {
    if (text.length() > LARGEST) {
      throw new UserError(name + ": longer than a million characters: no configuration is");
    }
    try (YAMLParser parser = FACTORY.createParser(text)) {
      int depth = 0;
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        if (depth > DEEPEST) {
          throw error(name, parser, "nested deeper than " + DEEPEST + " levels");
        }
        if (parser.isCurrentAlias() || parser.getObjectId() != null) {
          throw error(name, parser, "anchors and aliases (& and *) are not read: write it out");
        }
        if (token.isNumeric()) {
          checkNumber(name, parser, parser.getText());
        }
      }
    } catch (JsonProcessingException e) {
      throw malformed(name, e);
    } catch (IOException e) {
      throw new UserError(name + ": not well-formed YAML", e);
    }
  }

  private static void checkNumber(String name, YAMLParser parser, String text) {
    if (text.length() > LONGEST_NUMBER) {
      throw error(name, parser, "a number of " + text.length() + " digits");
    }
    boolean special = text.toLowerCase(Locale.ROOT).matches("[+-]?\\.(inf|nan)");
    if (!special && !DECIMAL.matcher(text).matches()) {
      throw error(
          name,
          parser,
          text + " may be read in two ways: write a plain decimal number, or 'quote' it");
    }
  }

  private static UserError error(String name, YAMLParser parser, String what) {
    return new UserError(
        name + ", line " + parser.currentTokenLocation().getLineNr() + ": " + what);
  }

  /** What Jackson found wrong, in one line. */
  static UserError malformed(String name, JsonProcessingException e) {
    JsonLocation location = e.getLocation();
    String where = location == null ? name : name + ", line " + location.getLineNr();
    String message = e.getOriginalMessage() == null ? "" : e.getOriginalMessage();
    Matcher twice = TWICE.matcher(message);
    if (twice.find()) {
      return new UserError(where + ": the key " + twice.group(1) + " is given twice", e);
    }
    return new UserError(
        where + ": not well-formed YAML: " + message.lines().findFirst().orElse("").strip(), e);
  }
}
