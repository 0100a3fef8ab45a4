package dev.bottleneck.data;

/** Numbers as tables write them: digits, one decimal sign, perhaps an exponent; nothing else. */
final class DecimalText {
  private DecimalText() {}

  /** Whether {@code text} is a number whose fraction begins with {@code decimal}. */
  static boolean isNumber(String text, char decimal) {
    int at = skipSign(text, 0);
    int digits = 0;
    boolean fraction = false;
    for (; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c >= '0' && c <= '9') {
        digits++;
      } else if (c == decimal && !fraction) {
        fraction = true;
      } else {
        break;
      }
    }
    return digits > 0 && (at == text.length() || isExponent(text, at));
  }

  private static boolean isExponent(String text, int from) {
    if (text.charAt(from) != 'e' && text.charAt(from) != 'E') {
      return false;
    }
    int first = skipSign(text, from + 1);
    for (int at = first; at < text.length(); at++) {
      if (text.charAt(at) < '0' || text.charAt(at) > '9') {
        return false;
      }
    }
    return first < text.length();
  }

  private static int skipSign(String text, int at) {
    return at < text.length() && (text.charAt(at) == '-' || text.charAt(at) == '+') ? at + 1 : at;
  }

  /** The number that {@code text} is; infinite if no float is so large. */
  static float parse(String text, char decimal) {
    return Float.parseFloat(decimal == '.' ? text : text.replace(decimal, '.'));
  }

  /** Without the blanks around it, those that Java's own strip leaves among them. */
  static String trimmed(String cell) {
    int from = 0;
    int to = cell.length();
    while (from < to && isBlank(cell.charAt(from))) {
      from++;
    }
    while (to > from && isBlank(cell.charAt(to - 1))) {
      to--;
    }
    return cell.substring(from, to);
  }

  private static boolean isBlank(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\uFEFF';
  }
}
