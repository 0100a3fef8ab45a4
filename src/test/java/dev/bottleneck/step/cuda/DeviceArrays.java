package dev.bottleneck.step.cuda;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import dev.bottleneck.step.cuda.device.KernelDevice;
import dev.bottleneck.step.cuda.device.Launch;
import dev.bottleneck.step.cuda.device.LaunchSequence;
import java.util.ArrayList;
import java.util.List;

/** Arrays on a device, for tests that launch single kernels; given back at the end. */
final class DeviceArrays implements AutoCloseable {
  private final KernelDevice device;
  private final List<Long> taken = new ArrayList<>();

  DeviceArrays(KernelDevice device) {
    this.device = device;
  }

  /** So many floats, all 0. */
  long floats(int count) {
    long address = device.allocate((long) count * Float.BYTES);
    taken.add(address);
    return address;
  }

  /** These. */
  long of(float... values) {
    long address = floats(values.length);
    try (Memory memory = new Memory((long) values.length * Float.BYTES)) {
      memory.write(0, values, 0, values.length);
      device.upload(Pointer.nativeValue(memory), address, memory.size());
    }
    return address;
  }

  /** A seed and a level, as kernels read them. */
  long chance(long seed, double level) {
    long address = floats(4);
    try (Memory memory = new Memory(Long.BYTES + Double.BYTES)) {
      memory.setLong(0, seed);
      memory.setDouble(Long.BYTES, level);
      device.upload(Pointer.nativeValue(memory), address, memory.size());
    }
    return address;
  }

  /** What is there. */
  float[] read(long address, int count) {
    try (Memory memory = new Memory((long) count * Float.BYTES)) {
      device.download(address, Pointer.nativeValue(memory), memory.size());
      return memory.getFloatArray(0, count);
    }
  }

  /** The double that is there. */
  double readDouble(long address) {
    try (Memory memory = new Memory(Double.BYTES)) {
      device.download(address, Pointer.nativeValue(memory), memory.size());
      return memory.getDouble(0);
    }
  }

  /** Carries out one kernel. */
  void launch(String kernel, Launch.Blocks blocks, Number... arguments) {
    Launch launch = new Launch(kernel, blocks, Lowering.THREADS, List.of(arguments));
    try (LaunchSequence sequence = device.prepare(List.of(launch))) {
      sequence.run();
    }
  }

  @Override
  public void close() {
    taken.forEach(device::free);
  }
}
