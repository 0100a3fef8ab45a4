package dev.bottleneck.data;

import dev.bottleneck.runtime.UserError;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Which examples of a pool are held out, for validation or test: {@code none}, {@code first:N},
 * {@code last:N} or {@code random:N:SEED}, where {@code N} is a count or a fraction such as 0.1.
 *
 * @param form which examples
 * @param amount a count of at least 1, or a fraction below 1; 0 for {@code none}
 * @param seed of the random order; what is held out is a function of pool size and seed alone
 */
public record HoldOut(Form form, double amount, long seed) {
  private static final String FORMS =
      "none, first:N, last:N or random:N:SEED (N a count such as 5000 or a fraction such as 0.1)";

  /** Where the held-out examples stand. */
  public enum Form {
    NONE,
    FIRST,
    LAST,
    RANDOM
  }

  /** A pool's indices, ascending, once divided. */
  record Division(int[] kept, int[] held) {}

  /** Reads a specification; {@code option} is what messages call it, such as "validation". */
  public static HoldOut parse(String option, String spec) {
    String[] parts = spec.trim().split(":", -1);
    if (parts[0].equals("none") && parts.length == 1) {
      return new HoldOut(Form.NONE, 0, 0);
    }
    try {
      if (parts[0].equals("first") && parts.length == 2) {
        return new HoldOut(Form.FIRST, amount(parts[1]), 0);
      }
      if (parts[0].equals("last") && parts.length == 2) {
        return new HoldOut(Form.LAST, amount(parts[1]), 0);
      }
      if (parts[0].equals("random") && parts.length == 3) {
        return new HoldOut(Form.RANDOM, amount(parts[1]), Long.parseLong(parts[2]));
      }
    } catch (NumberFormatException e) {
      throw bad(option, spec, e);
    }
    throw bad(option, spec, null);
  }

  private static double amount(String text) {
    if (text.matches("0?\\.\\d+")) {
      double fraction = Double.parseDouble(text);
      if (fraction > 0) {
        return fraction;
      }
    } else if (text.matches("\\d+")) {
      int count = Integer.parseInt(text);
      if (count > 0) {
        return count;
      }
    }
    throw new NumberFormatException(text);
  }

  private static UserError bad(String option, String spec, NumberFormatException cause) {
    return new UserError(option + " \"" + spec + "\" is not one of " + FORMS, cause);
  }

  /** Divides the examples {@code 0..n-1}; at least one is kept, or it is a {@link UserError}. */
  Division divide(String option, int n) {
    int held = (int) (amount < 1 ? Math.round(amount * n) : amount);
    if (held >= n || (form != Form.NONE && held < 1)) {
      throw new UserError(
          String.format(
              Locale.ROOT,
              "%s \"%s\" holds out %d of %d examples: at least one must be held out and one left%s",
              option,
              this,
              held,
              n,
              n < 2 ? "" : ", such as by " + option + "=" + fitting(n)));
    }
    int[] order =
        form == Form.RANDOM ? Permutation.of(n, seed, 0) : IntStream.range(0, n).toArray();
    return form == Form.LAST
        ? new Division(sorted(order, 0, n - held), sorted(order, n - held, n))
        : new Division(sorted(order, held, n), sorted(order, 0, held));
  }

  /** A fifth at random, or one of few. */
  private static String fitting(int n) {
    return n < 5 ? "random:1:1" : "random:0.2:1";
  }

  private static int[] sorted(int[] order, int from, int to) {
    int[] part = Arrays.copyOfRange(order, from, to);
    Arrays.sort(part);
    return part;
  }

  /** The specification that parses to this. */
  @Override
  public String toString() {
    // Plain digits: what Double.toString makes of 0.0005 is not read again.
    String number =
        amount < 1
            ? new BigDecimal(Double.toString(amount)).toPlainString()
            : Integer.toString((int) amount);
    return switch (form) {
      case NONE -> "none";
      case FIRST -> "first:" + number;
      case LAST -> "last:" + number;
      case RANDOM -> "random:" + number + ":" + seed;
    };
  }
}
