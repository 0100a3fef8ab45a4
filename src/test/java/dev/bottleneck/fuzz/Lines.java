package dev.bottleneck.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Changes a text by lines and words. */
final class Lines {
  private static final Pattern WORD = Pattern.compile("[\\w.+-]+");
  private static final String[] MARKS = {
    ":", "- ", "{", "}", "[", "]", ",", ";", "|", "\"", "'", "#", "\t", "  ", "&a ", "*a", "!!",
    "%", "@", "\r", "\n", "\u0000", "\ufeff", "---\n", "<<: "
  };

  private Lines() {}

  /** One to three changes. */
  static byte[] mutated(byte[] content, byte[] other, SplittableRandom random) {
    String text = new String(content, StandardCharsets.UTF_8);
    for (int i = random.nextInt(3); i >= 0; i--) {
      text = once(text, new String(other, StandardCharsets.UTF_8), random);
    }
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String once(String text, String other, SplittableRandom random) {
    List<String> lines = new ArrayList<>(Arrays.asList(text.split("\n", -1)));
    int at = random.nextInt(lines.size());
    switch (random.nextInt(7)) {
      case 0 -> lines.remove(at);
      case 1 -> lines.add(at, lines.get(random.nextInt(lines.size())));
      case 2 -> {
        String[] others = other.split("\n", -1);
        lines.set(at, others[random.nextInt(others.length)]);
      }
      case 3 -> {
        String line = lines.get(at);
        int place = random.nextInt(line.length() + 1);
        String mark = MARKS[random.nextInt(MARKS.length)];
        lines.set(at, line.substring(0, place) + mark + line.substring(place));
      }
      default -> lines.set(at, withWord(lines.get(at), random));
    }
    return String.join("\n", lines);
  }

  private static String withWord(String line, SplittableRandom random) {
    List<MatchResult> words = WORD.matcher(line).results().toList();
    String word = random.nextBoolean() ? Hostile.number(random) : Hostile.text(random);
    if (words.isEmpty()) {
      return line + word;
    }
    MatchResult old = words.get(random.nextInt(words.size()));
    return line.substring(0, old.start()) + word + line.substring(old.end());
  }
}
