package dev.bottleneck.step.cuda;

import dev.bottleneck.step.cuda.device.KernelDevice;

/**
 * A stretch of a device's memory for each of some trials, every one laid out alike: so one number
 * leads from any array of a trial to the next trial's.
 */
final class Arena implements AutoCloseable {
  /** Arrays begin at multiples of 256 bytes. */
  private static final long ALIGNMENT = 64;

  private final KernelDevice device;
  private final int trials;
  private long floats;
  private long base; // 0 until it is placed

  Arena(KernelDevice device, int trials) {
    this.device = device;
    this.trials = trials;
  }

  /** Where an array lies; its address is known once the arena is placed. */
  record Place(Arena arena, long offset) {
    /** That of the first trial. */
    long address() {
      return arena.requirePlaced() + offset * Float.BYTES;
    }

    /** So many floats further on. */
    Place plus(long floats) {
      return new Place(arena, offset + floats);
    }
  }

  /** A place for so many floats. */
  Place floats(long count) {
    if (base != 0) {
      throw new IllegalStateException("the arena is placed already");
    }
    Place place = new Place(this, floats);
    floats += (count + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    return place;
  }

  /** A place for so many doubles. */
  Place doubles(long count) {
    return floats(2 * count);
  }

  /** How many trials there are. */
  int trials() {
    return trials;
  }

  /** Floats from a trial's arrays to the next trial's; final once the arena is placed. */
  long stride() {
    requirePlaced();
    return floats;
  }

  /** Takes the memory, all of it 0. */
  void place() {
    base = device.allocate(Math.max(ALIGNMENT, floats) * trials * Float.BYTES);
  }

  private long requirePlaced() {
    if (base == 0) {
      throw new IllegalStateException("the arena is not placed yet");
    }
    return base;
  }

  @Override
  public void close() {
    if (base != 0) {
      device.free(base);
      base = 0;
    }
  }
}
