package dev.bottleneck.step.cuda.driver;

import dev.bottleneck.device.DriverLibrary;
import dev.bottleneck.device.Gpu;
import dev.bottleneck.device.GpuSurvey;
import dev.bottleneck.step.cuda.device.DeviceFailure;
import dev.bottleneck.step.cuda.device.KernelDevice;
import dev.bottleneck.step.cuda.device.KernelDevices;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The GPUs that NVIDIA's driver shows, in its order, without those that are too old;
 * CUDA_VISIBLE_DEVICES leaves some out.
 */
public final class GpuDevices implements KernelDevices {
  private final Supplier<Optional<GpuSurvey>> driver;

  /** Those of this machine. */
  public GpuDevices() {
    this(
        () -> {
          LoadedDriver.load();
          return DriverLibrary.surveyThisMachine();
        });
  }

  /**
   * @param driver asks the driver what there is
   */
  GpuDevices(Supplier<Optional<GpuSurvey>> driver) {
    this.driver = driver;
  }

  @Override
  public String kind() {
    return GPU;
  }

  @Override
  public int count() {
    return served().size();
  }

  @Override
  public KernelDevice open(int number) {
    return CudaDevices.open(served().get(number).index());
  }

  /** Those that kernels are compiled for. */
  List<Gpu> served() {
    GpuSurvey survey =
        driver.get().orElseThrow(() -> new DeviceFailure("there is no NVIDIA driver"));
    List<Gpu> served = survey.gpus().stream().filter(CudaDevices::serves).toList();
    if (!served.isEmpty()) {
      return served;
    }
    if (survey.gpus().isEmpty()) {
      throw new DeviceFailure(
          survey
              .trouble()
              .map(what -> "the NVIDIA driver cannot be used (" + what + ")")
              .orElse("the NVIDIA driver shows no GPU"));
    }
    throw new DeviceFailure(
        "%s is too old: take a GPU of compute capability %s or newer"
            .formatted(survey.gpus().get(0), CudaDevices.LEAST));
  }
}
