package dev.bottleneck.step.cuda;

import dev.bottleneck.step.cuda.device.Launch;
import java.util.ArrayList;
import java.util.List;

/**
 * A launch whose addresses are not known yet.
 *
 * @param kernel its name
 * @param across blocks in x
 * @param down blocks in y
 * @param threads of a block
 * @param trials that it is for
 * @param arguments numbers as they are; a {@link Arena.Place} for its address, an {@link Arena} for
 *     its stride
 */
record LaunchDraft(
    String kernel, int across, int down, int threads, int trials, List<Object> arguments) {
  /** The launch, once the arenas are placed. */
  Launch launch() {
    List<Number> numbers = new ArrayList<>();
    for (Object argument : arguments) {
      numbers.add(number(argument));
    }
    return new Launch(kernel, new Launch.Blocks(across, down, trials), threads, numbers);
  }

  private static Number number(Object argument) {
    if (argument instanceof Arena.Place place) {
      return place.address();
    }
    if (argument instanceof Arena arena) {
      return arena.stride();
    }
    return (Number) argument;
  }
}
