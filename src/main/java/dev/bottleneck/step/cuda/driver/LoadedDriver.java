package dev.bottleneck.step.cuda.driver;

import com.sun.jna.Native;
import dev.bottleneck.device.DriverLibrary;
import dev.bottleneck.step.cuda.device.DeviceFailure;
import java.util.List;
import java.util.Set;

/** The driver's library of this machine. */
final class LoadedDriver {
  /** What older drivers may lack: without them launches are made one by one. */
  private static final Set<String> OF_GRAPHS =
      Set.of(
          "cuStreamBeginCapture_v2",
          "cuStreamEndCapture",
          "cuGraphInstantiateWithFlags",
          "cuGraphInstantiate_v2",
          "cuGraphLaunch",
          "cuGraphExecDestroy",
          "cuGraphDestroy");

  private LoadedDriver() {}

  /**
   * Loads it.
   *
   * @throws DeviceFailure if it is not there, or is not what it should be
   */
  static CudaDriver load() {
    return load(DriverLibrary.name());
  }

  static CudaDriver load(String library) {
    CudaDriver driver;
    try {
      driver = Native.load(library, CudaDriver.class);
    } catch (UnsatisfiedLinkError e) {
      throw new DeviceFailure(
          ("%s cannot be loaded (%s): install NVIDIA's driver (in a container: start it with --gpus"
                  + " all)")
              .formatted(library, NativeFunctions.reason(e)),
          e);
    }
    List<String> missing =
        NativeFunctions.missing(driver, CudaDriver.class).stream()
            .filter(name -> !OF_GRAPHS.contains(name))
            .toList();
    if (!missing.isEmpty()) {
      throw new DeviceFailure(
          "%s is too old or no driver of NVIDIA's: it has no %s; install a newer driver"
              .formatted(library, String.join(", ", missing)));
    }
    return driver;
  }
}
