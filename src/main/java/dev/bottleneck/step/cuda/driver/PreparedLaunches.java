package dev.bottleneck.step.cuda.driver;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import dev.bottleneck.step.cuda.device.Launch;
import dev.bottleneck.step.cuda.device.LaunchArguments;
import java.util.ArrayList;
import java.util.List;

/** Launches as the driver takes them: functions found, arguments laid out in the host's memory. */
final class PreparedLaunches {
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
    Memory memory = new Memory(LaunchArguments.bytes(Math.max(1, count)));
    long at = 0;
    for (Launch launch : launches) {
      Pointer place = memory.share(at);
      Pointer arguments = LaunchArguments.layOut(launch.arguments(), place);
      this.launches.add(new Prepared(launch, module.function(launch.kernel()), arguments));
      at += LaunchArguments.bytes(launch.arguments().size());
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
