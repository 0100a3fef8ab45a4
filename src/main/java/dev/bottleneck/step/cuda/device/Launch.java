package dev.bottleneck.step.cuda.device;

import java.util.List;

/**
 * One kernel on a grid of blocks.
 *
 * @param kernel its name in {@link KernelSources}
 * @param blocks in x and y; z is a trial of so many that are trained at once
 * @param threads in x of each block
 * @param arguments in the kernel's order: {@link Long} for a pointer or a {@code long long}, {@link
 *     Integer}, {@link Float} or {@link Double}
 */
public record Launch(String kernel, Blocks blocks, int threads, List<Number> arguments) {
  public Launch {
    arguments = List.copyOf(arguments);
  }

  /** How many blocks there are. */
  public record Blocks(int x, int y, int z) {
    public Blocks {
      if (x < 1 || y < 1 || z < 1) {
        throw new IllegalArgumentException("%d × %d × %d blocks".formatted(x, y, z));
      }
    }
  }
}
