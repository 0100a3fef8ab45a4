package dev.bottleneck.step.cuda.driver;

import com.sun.jna.NativeLibrary;
import dev.bottleneck.device.DriverVersion;
import dev.bottleneck.device.GpuSurvey;
import dev.bottleneck.step.cuda.device.DeviceFailure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds NVRTC, NVIDIA's compiler, which the driver does not bring along. */
public final class CudaLibraries {
  /** The environment variable that names its file, in place of all that is looked in otherwise. */
  public static final String VARIABLE = "BOTTLENECK_NVRTC";

  /** A property that goes before the variable. */
  static final String PROPERTY = "bottleneck.nvrtc";

  private static final Pattern MAJOR = Pattern.compile("(?:libnvrtc\\.so\\.|nvrtc64_)(\\d\\d)");

  /** Of NVIDIA, CUDA Compatibility, "Minor Version Compatibility"; those for Linux. */
  private static final Map<Integer, DriverVersion> LEAST_DRIVERS =
      Map.of(12, new DriverVersion("525.60.13"), 13, new DriverVersion("580.65.06"));

  /** The oldest CUDA whose drivers are served. */
  static final int LEAST_CUDA = Collections.min(LEAST_DRIVERS.keySet());

  /** The oldest of its drivers. */
  static DriverVersion leastDriver() {
    return LEAST_DRIVERS.get(LEAST_CUDA);
  }

  /** The newest CUDA, its major version, that a driver knows, where it tells that or its own. */
  static OptionalInt cudaOf(GpuSurvey survey) {
    if (survey.cuda().isPresent()) {
      return OptionalInt.of(survey.cuda().getAsInt() / 1000);
    }
    return survey.driver().stream()
        .mapToInt(
            driver ->
                LEAST_DRIVERS.keySet().stream()
                    .filter(cuda -> driver.compareTo(LEAST_DRIVERS.get(cuda)) >= 0)
                    .max(Integer::compare)
                    .orElse(LEAST_CUDA - 1))
        .findFirst();
  }

  private final Places places;

  CudaLibraries(Places places) {
    this.places = places;
  }

  /** Those of this machine. */
  public static CudaLibraries ofThisMachine() {
    Map<String, String> environment = new HashMap<>(System.getenv());
    String property = System.getProperty(PROPERTY);
    if (property != null) {
      environment.put(VARIABLE, property);
    }
    Predicate<String> loadable =
        name -> {
          try {
            NativeLibrary.getInstance(name);
            return true;
          } catch (UnsatisfiedLinkError e) {
            return false; // the usual case: few have it where the system looks
          }
        };
    return new CudaLibraries(
        new Places(
            environment,
            new PackedNvrtc(CudaLibraries.class.getClassLoader(), CubinCache.folder()),
            Path.of("/usr/local"),
            loadable));
  }

  /**
   * A file of NVRTC's.
   *
   * @param file its path; its name alone if it is in a jar or the system finds it
   * @param place in words
   * @param isPacked whether it is in a jar
   */
  public record Found(String file, String place, boolean isPacked) {
    /** Such as "/usr/local/cuda/lib64/libnvrtc.so.13 (by CUDA_HOME)". */
    @Override
    public String toString() {
      return "%s (%s)".formatted(file, place);
    }

    /** Whether it is of a CUDA newer than {@code cuda}, as far as its name says. */
    boolean isNewerThan(int cuda) {
      Matcher major = MAJOR.matcher(file);
      return major.find() && Integer.parseInt(major.group(1)) > cuda;
    }
  }

  /**
   * What there is.
   *
   * @param found the preferred first
   * @param lookedIn in words
   */
  public record Search(List<Found> found, List<String> lookedIn) {
    /** Where it was looked for in vain, and what to do; empty if there is one. */
    public Optional<String> refusal() {
      return found.isEmpty()
          ? Optional.of(
              "NVRTC, NVIDIA's compiler, was not found in %s: install CUDA's package cuda-nvrtc, or name its libnvrtc.so with %s"
                  .formatted(String.join(", ", lookedIn), VARIABLE))
          : Optional.empty();
    }
  }

  /** Looks everywhere. */
  public Search search() {
    return places.search();
  }

  /**
   * Loads the first that can be loaded and is no newer than a driver.
   *
   * @param driverCuda the newest CUDA the driver knows, as 1000 · major + 10 · minor
   * @throws DeviceFailure if there is none
   */
  Nvrtc load(int driverCuda) {
    Search search = search();
    List<String> refusals = new ArrayList<>();
    for (Found found : search.found()) {
      if (found.isNewerThan(driverCuda / 1000)) {
        refusals.add(tooNew(found, driverCuda / 1000));
        continue;
      }
      try {
        Nvrtc nvrtc = Nvrtc.load(found.isPacked() ? places.unpack(found) : found.file());
        if (nvrtc.major() <= driverCuda / 1000) {
          return nvrtc;
        }
        refusals.add(tooNew(found, driverCuda / 1000));
      } catch (UnsatisfiedLinkError e) {
        refusals.add(found + " cannot be loaded: " + NativeFunctions.reason(e));
      } catch (DeviceFailure e) {
        refusals.add(e.getMessage());
      }
    }
    throw new DeviceFailure(search.refusal().orElseGet(() -> String.join("; ", refusals)));
  }

  /**
   * Why a driver does not take what {@code found} makes.
   *
   * @param driverCuda the newest CUDA the driver knows, its major version
   */
  static String tooNew(Found found, int driverCuda) {
    Matcher major = MAJOR.matcher(found.file());
    int cuda = major.find() ? Integer.parseInt(major.group(1)) : 0;
    String driver =
        LEAST_DRIVERS.containsKey(cuda)
            ? "driver " + LEAST_DRIVERS.get(cuda) + " or newer"
            : "a newer driver";
    return "%s is newer than the NVIDIA driver, which is for CUDA %d: install %s, or NVRTC of CUDA %d"
        .formatted(found, driverCuda, driver, driverCuda);
  }
}
