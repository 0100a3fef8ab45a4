package dev.bottleneck.device;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/** GPUs and surveys for tests. */
public final class SomeGpus {
  private SomeGpus() {}

  /** One of 16,000 MiB, of which 1,000 less for each number are free. */
  public static Gpu gpu(int index, String capability) {
    return new Gpu(
        index,
        Optional.of("GPU-" + index + "aa"),
        "Test " + capability,
        ComputeCapability.parse(capability),
        16_000,
        OptionalLong.of(15_000 - 1_000L * index),
        OptionalInt.of(10 * index));
  }

  /** Of a machine with GPUs of those capabilities and that driver. */
  public static GpuSurvey survey(String driver, String... capabilities) {
    List<Gpu> gpus =
        IntStream.range(0, capabilities.length).mapToObj(i -> gpu(i, capabilities[i])).toList();
    return GpuSurvey.found(
        "nvidia-smi", Optional.of(new DriverVersion(driver)), OptionalInt.empty(), gpus);
  }

  /** Of a machine whose GPUs CUDA_VISIBLE_DEVICES hides. */
  public static GpuSurvey hidden(String variable) {
    return survey("580.65.06", "9.0").showing(List.of(), variable);
  }

  /** Of a machine whose driver complains. */
  public static GpuSurvey inTrouble(String what, String... capabilities) {
    return survey("580.65.06", capabilities).withTrouble(Optional.of(what));
  }

  /** Of a machine without a driver. */
  public static GpuSurvey withoutDriver() {
    return GpuSurvey.none();
  }
}
