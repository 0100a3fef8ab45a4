package dev.bottleneck.device;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The instruction set of an NVIDIA GPU, such as 8.6.
 *
 * <p>Source: NVIDIA, CUDA C++ Programming Guide, "Compute Capability" and "Binary Compatibility".
 */
public record ComputeCapability(int major, int minor) implements Comparable<ComputeCapability> {
  private static final Pattern FORM = Pattern.compile("(\\d{1,3})\\.(\\d{1,3})");

  /**
   * Reads "8.6".
   *
   * @throws IllegalArgumentException if it is anything else
   */
  static ComputeCapability parse(String text) {
    Matcher matcher = FORM.matcher(text.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException("\"" + text + "\" is no compute capability such as 8.6");
    }
    return new ComputeCapability(
        Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
  }

  /** Whether a GPU of this capability runs machine code made for {@code code}. */
  public boolean runs(ComputeCapability code) {
    return major == code.major && minor >= code.minor;
  }

  @Override
  public int compareTo(ComputeCapability other) {
    return Comparator.comparingInt(ComputeCapability::major)
        .thenComparingInt(ComputeCapability::minor)
        .compare(this, other);
  }

  @Override
  public String toString() {
    return major + "." + minor;
  }
}
