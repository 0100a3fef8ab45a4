package dev.bottleneck.faults;

import dev.bottleneck.cli.Main;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is to be started, and what is changed around it.
 *
 * @param main the class
 * @param words of the command line
 * @param before the command that starts Java, such as {@code env}; empty: none
 * @param flags of the Java machine, beside the usual ones
 * @param environment variables beside the present ones
 */
record Launch(
    String main,
    List<String> words,
    List<String> before,
    List<String> flags,
    Map<String, String> environment) {
  /** The command {@code bottleneck} with nothing changed. */
  static Launch of(List<String> words) {
    return of(Main.class, words);
  }

  static Launch of(Class<?> main, List<String> words) {
    return new Launch(main.getName(), List.copyOf(words), List.of(), List.of(), Map.of());
  }

  /** The same with further words. */
  Launch and(String... more) {
    return new Launch(main, joined(words, more), before, flags, environment);
  }

  /** The same, started by another command. */
  Launch by(String... starter) {
    return new Launch(main, words, List.of(starter), flags, environment);
  }

  /** The same with further flags of the Java machine. */
  Launch with(String... more) {
    return new Launch(main, words, before, joined(flags, more), environment);
  }

  /** The same with a variable. */
  Launch setting(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(environment);
    more.put(name, value);
    return new Launch(main, words, before, flags, more);
  }

  /** The same with another path in its words and flags. */
  Launch renamed(String path, String other) {
    return new Launch(
        main,
        words.stream().map(word -> word.replace(path, other)).toList(),
        before,
        flags.stream().map(flag -> flag.replace(path, other)).toList(),
        environment);
  }

  /** What is changed around it, in words. */
  String changes() {
    return String.join(" ", joined(before, flags.toArray(new String[0]))) + environment;
  }

  private static List<String> joined(List<String> some, String... more) {
    List<String> all = new ArrayList<>(some);
    all.addAll(List.of(more));
    return all;
  }
}
