package dev.bottleneck.step.cuda.driver;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import dev.bottleneck.step.cuda.device.Launch;
import java.util.ArrayList;
import java.util.List;

/** Launches as the driver takes them: functions found, arguments laid out in the host's memory. */
final class PreparedLaunches {
  /** For the widest argument, and as all are aligned to their size, for any. */
  private static final int VALUE_BYTES = Long.BYTES;

  private final CudaDriver driver;
  private final Pointer stream;
  private final List<Prepared> launches = new ArrayList<>();

  /**
   * A launch.
   *
   * @param arguments an array of pointers to them
   */
  private record Prepared(Launch launch, Pointer function, Pointer arguments) {}

  /** Within {@link DriverContext#run}. */
  PreparedLaunches(DriverContext context, KernelModule module, List<Launch> launches) {
    driver = context.driver();
    stream = context.stream();
    int count = launches.stream().mapToInt(launch -> launch.arguments().size()).sum();
    Memory memory = new Memory(Math.max(1, count) * (long) (VALUE_BYTES + Native.POINTER_SIZE));
    long at = 0;
    for (Launch launch : launches) {
      Pointer place = memory.share(at);
      Pointer arguments = layOut(launch.arguments(), place);
      this.launches.add(new Prepared(launch, module.function(launch.kernel()), arguments));
      at += launch.arguments().size() * (long) (VALUE_BYTES + Native.POINTER_SIZE);
    }
  }

  /** Writes values, and after them pointers to them, which are returned. */
  private static Pointer layOut(List<Number> values, Pointer place) {
    Pointer pointers = place.share(values.size() * (long) VALUE_BYTES);
    for (int i = 0; i < values.size(); i++) {
      long at = i * (long) VALUE_BYTES;
      put(values.get(i), place, at);
      pointers.setPointer(i * (long) Native.POINTER_SIZE, place.share(at));
    }
    return pointers;
  }

  private static void put(Number value, Pointer to, long at) {
    if (value instanceof Long whole) {
      to.setLong(at, whole);
    } else if (value instanceof Integer whole) {
      to.setInt(at, whole);
    } else if (value instanceof Float real) {
      to.setFloat(at, real);
    } else if (value instanceof Double real) {
      to.setDouble(at, real);
    } else {
      throw new IllegalArgumentException("no argument of a kernel: " + value.getClass());
    }
  }

  int size() {
    return launches.size();
  }

  /** Such as "cuLaunchKernel of relu". */
  String call(int i) {
    return "cuLaunchKernel of " + launches.get(i).launch().kernel();
  }

  /** Asks the driver for launch {@code i}; what it returns. */
  int launch(int i) {
    Prepared prepared = launches.get(i);
    Launch launch = prepared.launch();
    return driver.cuLaunchKernel(
        prepared.function(),
        launch.blocks().x(),
        launch.blocks().y(),
        launch.blocks().z(),
        launch.threads(),
        1,
        1,
        0,
        stream,
        prepared.arguments(),
        null);
  }
}
