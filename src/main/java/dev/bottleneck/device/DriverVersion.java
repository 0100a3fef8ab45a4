package dev.bottleneck.device;

import java.util.Arrays;
import java.util.regex.Pattern;

/** The version of an NVIDIA driver, such as 535.183.01; compared number by number. */
public record DriverVersion(String text) implements Comparable<DriverVersion> {
  private static final Pattern FORM = Pattern.compile("\\d{1,6}(\\.\\d{1,6}){1,3}");

  public DriverVersion {
    if (!FORM.matcher(text).matches()) {
      throw new IllegalArgumentException("\"" + text + "\" is no driver version such as 535.183");
    }
  }

  @Override
  public int compareTo(DriverVersion other) {
    return Arrays.compare(numbers(), other.numbers());
  }

  private int[] numbers() {
    return Arrays.stream(text.split("\\.")).mapToInt(Integer::parseInt).toArray();
  }

  @Override
  public String toString() {
    return text;
  }
}
