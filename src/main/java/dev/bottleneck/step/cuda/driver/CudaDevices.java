package dev.bottleneck.step.cuda.driver;

import com.sun.jna.Native;
import com.sun.jna.ptr.IntByReference;
import dev.bottleneck.device.ComputeCapability;
import dev.bottleneck.device.DriverLibrary;
import dev.bottleneck.device.Gpu;
import dev.bottleneck.device.GpuSurvey;
import dev.bottleneck.step.cuda.device.DeviceFailure;
import dev.bottleneck.step.cuda.device.KernelDevice;
import dev.bottleneck.step.cuda.device.KernelSources;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/** The NVIDIA GPUs of this machine as devices for kernels. */
public final class CudaDevices {
  /** The oldest that all NVRTCs in use compile for. */
  public static final ComputeCapability LEAST = new ComputeCapability(7, 5);

  private static final int NAME_BYTES = 256;

  private final CudaDriver driver;
  private final DriverResults results;
  private final IntFunction<Nvrtc> compilers;
  private final CubinCache cache;
  private final Supplier<String> source;

  /**
   * @param compilers gives one that makes what a driver of that CUDA takes
   * @param source of the kernels
   */
  CudaDevices(
      CudaDriver driver, IntFunction<Nvrtc> compilers, CubinCache cache, Supplier<String> source) {
    this.driver = driver;
    results = new DriverResults(driver);
    this.compilers = compilers;
    this.cache = cache;
    this.source = source;
  }

  /** Whether kernels are compiled for {@code gpu}. */
  public static boolean serves(Gpu gpu) {
    return gpu.capability().compareTo(LEAST) >= 0;
  }

  /** Those the driver shows, in its order, served or not; none where there is no driver. */
  public static List<Gpu> all() {
    return DriverLibrary.surveyThisMachine().map(GpuSurvey::gpus).orElse(List.of());
  }

  /**
   * Opens one, with the kernels compiled for it.
   *
   * @param ordinal from 0 in the driver's order
   * @throws DeviceFailure if it cannot be used: one sentence that says why, and what to do
   */
  public static KernelDevice open(int ordinal) {
    return new CudaDevices(
            LoadedDriver.load(),
            CudaLibraries.ofThisMachine()::load,
            CubinCache.ofUser(),
            KernelSources::text)
        .openDevice(ordinal);
  }

  DriverDevice openDevice(int ordinal) {
    int initialized = driver.cuInit(0);
    if (initialized == CudaDriver.NO_DEVICE) {
      throw new DeviceFailure("the NVIDIA driver shows no GPU");
    }
    results.check("cuInit", initialized);
    int device = device(ordinal);
    String name = name(device);
    ComputeCapability capability = capability(device);
    if (capability.compareTo(LEAST) < 0) {
      throw new DeviceFailure(
          ("GPU %d (%s, compute capability %s) is too old: take one of compute capability %s or"
                  + " newer")
              .formatted(ordinal, name, capability, LEAST));
    }
    IntByReference cuda = new IntByReference();
    results.check("cuDriverGetVersion", driver.cuDriverGetVersion(cuda));
    byte[] cubin = cubin(capability, compilers.apply(cuda.getValue()));
    return DriverDevice.open(driver, device, name, cubin);
  }

  private byte[] cubin(ComputeCapability capability, Nvrtc compiler) {
    String architecture =
        Architecture.name(
            Architecture.best(capability, compiler.capabilities(), compiler.toString()));
    String text = source.get();
    return cache.get(
        new CubinCache.Key(text, architecture, compiler.toString(), Nvrtc.OPTIONS),
        () -> compiler.compile(text, architecture, Nvrtc.OPTIONS).cubin());
  }

  private int device(int ordinal) {
    IntByReference device = new IntByReference();
    int result = driver.cuDeviceGet(device, ordinal);
    if (result == CudaDriver.INVALID_DEVICE) {
      IntByReference count = new IntByReference();
      results.check("cuDeviceGetCount", driver.cuDeviceGetCount(count));
      throw new DeviceFailure(
          "there is no GPU %d: the NVIDIA driver shows %d, counted from 0"
              .formatted(ordinal, count.getValue()));
    }
    results.check("cuDeviceGet", result);
    return device.getValue();
  }

  private String name(int device) {
    byte[] name = new byte[NAME_BYTES];
    results.check("cuDeviceGetName", driver.cuDeviceGetName(name, name.length, device));
    return Native.toString(name, StandardCharsets.UTF_8.name());
  }

  private ComputeCapability capability(int device) {
    return new ComputeCapability(
        attribute(CudaDriver.CAPABILITY_MAJOR, device),
        attribute(CudaDriver.CAPABILITY_MINOR, device));
  }

  private int attribute(int attribute, int device) {
    IntByReference value = new IntByReference();
    results.check("cuDeviceGetAttribute", driver.cuDeviceGetAttribute(value, attribute, device));
    return value.getValue();
  }
}
