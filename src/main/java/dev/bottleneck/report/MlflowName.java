package dev.bottleneck.report;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a metric or parameter is called where MLflow takes no other name: letters and digits of
 * ASCII, {@code _-. /}, and as a path it must be the shortest of its meaning.
 */
final class MlflowName {
  private static final int LONGEST = 250;

  private MlflowName() {}

  /** The nearest to {@code name} that is taken. */
  static String of(String name) {
    return of(name, LONGEST);
  }

  /** The same, and none of {@code taken}: a parameter that is told twice is refused. */
  static String another(String name, Set<String> taken) {
    String first = of(name);
    String other = first;
    for (int number = 2; taken.contains(other); number++) {
      String end = "_" + number;
      other = of(name, LONGEST - end.length()) + end;
    }
    return other;
  }

  private static String of(String name, int longest) {
    String plain = name.replaceAll("[^A-Za-z0-9_./ -]", "_").replace("..", "__");
    String path =
        Arrays.stream(plain.substring(0, Math.min(longest, plain.length())).split("/"))
            .filter(part -> !part.isEmpty())
            .map(part -> part.equals(".") ? "_" : part)
            .collect(Collectors.joining("/"));
    return path.isBlank() ? "_" : path;
  }
}
