package dev.bottleneck.step.cuda.device;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The kernels, CUDA C that needs no header: NVRTC compiles it, and so does a host's C++ compiler
 * behind a few definitions.
 */
public final class KernelSources {
  /** In the order in which they are compiled, as one file. */
  private static final List<String> FILES =
      List.of(
          "common.cu",
          "examples.cu",
          "elementwise.cu",
          "products.cu",
          "images.cu",
          "sequences.cu",
          "codes.cu",
          "losses.cu",
          "updates.cu");

  private static final Pattern HEAD =
      Pattern.compile("^(KERNEL|KERNEL_OF_BLOCKS)\\((\\w+)\\)", Pattern.MULTILINE);

  private KernelSources() {}

  /**
   * A kernel.
   *
   * @param threadsMeet whether the threads of a block wait for one another
   */
  public record Kernel(String name, boolean threadsMeet) {}

  /** All of it, as one file. */
  public static String text() {
    StringBuilder text = new StringBuilder();
    for (String file : FILES) {
      text.append(read(file)).append('\n');
    }
    return text.toString();
  }

  /** Every kernel in {@link #text}. */
  public static List<Kernel> kernels() {
    return HEAD.matcher(text())
        .results()
        .map(match -> kernel(match.group(1), match.group(2)))
        .toList();
  }

  private static Kernel kernel(String head, String name) {
    return new Kernel(name, head.equals("KERNEL_OF_BLOCKS"));
  }

  private static String read(String file) {
    try (InputStream in = KernelSources.class.getResourceAsStream(file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
