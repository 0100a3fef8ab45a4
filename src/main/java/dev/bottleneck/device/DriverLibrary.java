package dev.bottleneck.device;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Asks the NVIDIA driver's own library which GPUs there are.
 *
 * <p>It is where CUDA can run at all, in a container without {@code nvidia-smi}, too. It shows what
 * CUDA_VISIBLE_DEVICES leaves visible. Source: NVIDIA, CUDA Driver API.
 */
public final class DriverLibrary {
  static final String NAME =
      System.getProperty("os.name").startsWith("Windows") ? "nvcuda" : "libcuda.so.1";

  private static final int SUCCESS = 0;
  private static final int NO_DEVICE = 100;
  private static final int CAPABILITY_MAJOR = 75;
  private static final int CAPABILITY_MINOR = 76;
  private static final int NAME_BYTES = 256;
  private static final int MIB_BITS = 20;

  /** The functions that are called; each returns 0 or the number of an error. */
  interface Cuda extends Library {
    int cuInit(int flags);

    int cuDriverGetVersion(IntByReference version);

    int cuDeviceGetCount(IntByReference count);

    int cuDeviceGet(IntByReference device, int ordinal);

    int cuDeviceGetName(byte[] name, int length, int device);

    int cuDeviceGetAttribute(IntByReference value, int attribute, int device);

    int cuDeviceTotalMem_v2(LongByReference bytes, int device);
  }

  /** Names another library, such as one that is not there, so that a test is of no machine. */
  public static final String LIBRARY_PROPERTY = "bottleneck.cuda.library";

  private final Cuda cuda;

  DriverLibrary(Cuda cuda) {
    this.cuda = cuda;
  }

  /** The library that is asked: the driver's, or the one that the property names in its place. */
  public static String name() {
    return System.getProperty(LIBRARY_PROPERTY, NAME);
  }

  /** What the library of this machine says; empty if there is none. */
  public static Optional<GpuSurvey> surveyThisMachine() {
    try {
      return Optional.of(new DriverLibrary(Native.load(name(), Cuda.class)).survey());
    } catch (UnsatisfiedLinkError e) {
      // The usual case: no driver.
      return Optional.empty();
    }
  }

  /** GPUs in CUDA's order; the driver's own version is not told, but the CUDA it was made for. */
  GpuSurvey survey() {
    IntByReference version = new IntByReference();
    OptionalInt newest =
        cuda.cuDriverGetVersion(version) == SUCCESS
            ? OptionalInt.of(version.getValue())
            : OptionalInt.empty();
    try {
      int error = cuda.cuInit(0);
      if (error == NO_DEVICE) {
        return GpuSurvey.found(NAME, Optional.empty(), newest, List.of());
      }
      check("cuInit", error);
      return GpuSurvey.found(NAME, Optional.empty(), newest, gpus());
    } catch (CudaError e) {
      return GpuSurvey.failed(NAME, newest, NAME + " says: " + e.getMessage());
    }
  }

  private List<Gpu> gpus() throws CudaError {
    IntByReference count = new IntByReference();
    check("cuDeviceGetCount", cuda.cuDeviceGetCount(count));
    List<Gpu> gpus = new ArrayList<>();
    for (int i = 0; i < count.getValue(); i++) {
      gpus.add(gpu(i));
    }
    return gpus;
  }

  private Gpu gpu(int ordinal) throws CudaError {
    IntByReference device = new IntByReference();
    check("cuDeviceGet", cuda.cuDeviceGet(device, ordinal));
    byte[] name = new byte[NAME_BYTES];
    check("cuDeviceGetName", cuda.cuDeviceGetName(name, name.length, device.getValue()));
    LongByReference bytes = new LongByReference();
    check("cuDeviceTotalMem", cuda.cuDeviceTotalMem_v2(bytes, device.getValue()));
    return new Gpu(
        ordinal,
        Optional.empty(),
        Native.toString(name, StandardCharsets.UTF_8.name()),
        new ComputeCapability(
            attribute(CAPABILITY_MAJOR, device.getValue()),
            attribute(CAPABILITY_MINOR, device.getValue())),
        bytes.getValue() >> MIB_BITS,
        // Only a context, which takes memory itself, could tell what is free.
        OptionalLong.empty(),
        OptionalInt.empty());
  }

  private int attribute(int attribute, int device) throws CudaError {
    IntByReference value = new IntByReference();
    check("cuDeviceGetAttribute", cuda.cuDeviceGetAttribute(value, attribute, device));
    return value.getValue();
  }

  private static void check(String function, int error) throws CudaError {
    if (error != SUCCESS) {
      throw new CudaError(function + " failed with error " + error);
    }
  }

  private static final class CudaError extends Exception {
    CudaError(String message) {
      super(message);
    }
  }
}
