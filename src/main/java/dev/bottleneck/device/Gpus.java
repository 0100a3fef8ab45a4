package dev.bottleneck.device;

import java.util.Optional;
import java.util.function.Supplier;

/** Finds this machine's NVIDIA GPUs without ND4J or CUDA. */
public final class Gpus {
  private Gpus() {}

  /** What nvidia-smi says where that is there and works, else what the driver's library does. */
  public static GpuSurvey survey() {
    return survey(
        new NvidiaSmi(NvidiaSmi.COMMAND),
        DriverLibrary::surveyThisMachine,
        System.getenv(VisibleDevices.VARIABLE));
  }

  /**
   * The same for any answers.
   *
   * @param visible the value of CUDA_VISIBLE_DEVICES, {@code null} if it is not set
   */
  static GpuSurvey survey(NvidiaSmi smi, Supplier<Optional<GpuSurvey>> library, String visible) {
    Optional<GpuSurvey> command = smi.survey();
    if (command.isPresent() && command.get().trouble().isEmpty()) {
      GpuSurvey all = command.get().withTrouble(trouble(library.get()));
      return visible == null ? all : all.showing(VisibleDevices.of(all.gpus(), visible), visible);
    }
    return library
        .get()
        .map(found -> found.withDriver(smi.driver()))
        .map(
            found ->
                visible == null
                    ? found
                    : found.showing(VisibleDevices.numbered(found.gpus(), visible), visible))
        .or(() -> command)
        .orElseGet(GpuSurvey::none);
  }

  /** nvidia-smi can do without the library, CUDA cannot: some containers are given one alone. */
  private static Optional<String> trouble(Optional<GpuSurvey> library) {
    return library.isPresent()
        ? library.get().trouble()
        : Optional.of(
            DriverLibrary.NAME
                + " is not there, though nvidia-smi is; a container wants the driver capability"
                + " \"compute\"");
  }
}
