package dev.bottleneck.sweep;

/** A {@code key=value} of {@code --set}. */
record Assignment(String text) {
  /** Of a key and its value as an identity holds it. */
  static Assignment of(String key, String value) {
    return new Assignment(key + "=" + value);
  }

  /** The key of {@code text}; empty if it has none. */
  static String key(String text) {
    int equals = text.indexOf('=');
    return equals < 0 ? "" : text.substring(0, equals).strip();
  }

  /** As it is typed in a shell. */
  String shown() {
    boolean plain = text.matches("[\\w./:=,+-]+");
    return "--set " + (plain ? text : "'" + text.replace("'", "'\\''") + "'");
  }
}
