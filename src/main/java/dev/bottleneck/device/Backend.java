package dev.bottleneck.device;

import dev.bottleneck.runtime.LogFile;
import dev.bottleneck.runtime.UserError;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is computed on. Which of ND4J's it is, is decided by the class path, which the launcher
 * picks: ND4J takes the first backend on it that loads, and says nothing where it falls back.
 */
public enum Backend {
  /** The processor, by ND4J's native backend and oneDNN. */
  CPU,
  /** NVIDIA's GPUs train and run networks by kernels of ours; ND4J stays on the processor. */
  CUDA,
  /** NVIDIA's GPUs, by ND4J's CUDA backend. */
  ND4J_CUDA;

  /**
   * What the launcher chose where {@code --backend auto} was asked for, as a system property; else
   * {@link #VARIABLE} is it.
   */
  static final String PROPERTY = "bottleneck.backend";

  private static final String VARIABLE = "BOTTLENECK_BACKEND";
  private static final String NATIVE_SERVICE = "org.nd4j.linalg.cpu.nativecpu.CpuBackend";
  private static final String CUDA_SERVICE = "org.nd4j.linalg.jcublas.JCublasBackend";

  private static final Logger LOG = LoggerFactory.getLogger(Backend.class);
  private static final String ND4J = "org.nd4j.linalg.factory.Nd4j";
  private static final String SERVICES = "META-INF/services/org.nd4j.linalg.factory.Nd4jBackend";

  /** The one that can be used: a class path does not change, nor does what nvidia-smi tells. */
  private static Optional<Backend> usable = Optional.empty();

  private static boolean trainsByKernels =
      isCuda(System.getProperty(PROPERTY), System.getenv(VARIABLE));

  /**
   * ND4J's on the class path, {@link #CPU} or {@link #ND4J_CUDA}; loads nothing of it.
   *
   * @throws UserError if there is none or both
   */
  public static Backend onClassPath() {
    return among(services());
  }

  static Backend among(List<String> services) {
    boolean ofProcessor = services.contains(NATIVE_SERVICE);
    boolean ofGpus = services.contains(CUDA_SERVICE);
    if (ofProcessor == ofGpus) {
      throw new UserError(
          "the class path holds %s of ND4J's backends: it must hold either nd4j-native or %s"
              .formatted(ofProcessor ? "both" : "none", CudaBuild.name()));
    }
    return ofProcessor ? CPU : ND4J_CUDA;
  }

  /** Whether that property, or without it that variable, asks for {@link #CUDA}. */
  static boolean isCuda(String property, String variable) {
    return CUDA.toString().equals(property == null ? variable : property);
  }

  private static List<String> services() {
    TreeSet<String> names = new TreeSet<>();
    try {
      for (URL url : Collections.list(Backend.class.getClassLoader().getResources(SERVICES))) {
        try (BufferedReader lines =
            new BufferedReader(new InputStreamReader(url.openStream(), StandardCharsets.UTF_8))) {
          lines.lines().map(String::strip).forEach(names::add);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return List.copyOf(names);
  }

  /**
   * Reads a value of {@code --backend}.
   *
   * @return empty for "auto"
   * @throws UserError if it is anything but cpu, cuda, nd4j-cuda and auto
   */
  public static Optional<Backend> asked(String name) {
    for (Backend backend : values()) {
      if (backend.toString().equals(name)) {
        return Optional.of(backend);
      }
    }
    if (name.equals("auto")) {
      return Optional.empty();
    }
    throw new UserError("--backend is \"" + name + "\": it must be cpu, cuda, nd4j-cuda or auto");
  }

  /**
   * Whether a run or sweep that begins is trained by CUDA kernels unless it is asked for another
   * engine: that is what {@link #CUDA} is.
   */
  public static synchronized boolean trainsByKernels() {
    return trainsByKernels;
  }

  /**
   * Refuses to compute on anything but what was asked for, before ND4J is loaded.
   *
   * @param asked empty if it was left open: what was asked for before, or by the environment
   * @throws UserError in one sentence
   */
  public static synchronized void require(Optional<Backend> asked) {
    Backend there = usable.orElseGet(Backend::onClassPath);
    if (asked.isPresent()) {
      requireSame(asked.get(), there);
      trainsByKernels = asked.get() == CUDA;
    }
    if (there == ND4J_CUDA) {
      if (usable.isEmpty()) {
        requireUsable(GpuCheck.of(Gpus.survey()));
        load();
      }
      // Holds the GPUs to their limit, and this thread to the first of them.
      Devices.present().use(0);
    }
    usable = Optional.of(there);
  }

  /**
   * Loads ND4J with the backend on the class path.
   *
   * @throws UserError if that fails; ND4J itself would print a stack trace and throw an error
   */
  public static void load() {
    PrintStream terminal = System.err;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
    try {
      Class.forName(ND4J);
    } catch (ClassNotFoundException | LinkageError e) {
      String why =
          said.toString(StandardCharsets.UTF_8).lines().findFirst().orElse(rootOf(e).toString());
      LOG.info("ND4J's backend does not start", e);
      throw new UserError(
          "ND4J's backend does not start (%s): details are in %s%s"
              .formatted(
                  why.replaceFirst("^[\\w.$]+: ", ""),
                  LogFile.common(),
                  onClassPath() == ND4J_CUDA ? ", or take --backend cpu" : ""),
          e);
    } finally {
      System.setErr(terminal);
    }
  }

  private static Throwable rootOf(Throwable e) {
    return e.getCause() == null ? e : rootOf(e.getCause());
  }

  private static void requireSame(Backend asked, Backend there) {
    if ((asked == ND4J_CUDA) != (there == ND4J_CUDA)) {
      throw new UserError(
          "--backend is %s, and the class path holds %s alone: start by ./bottleneck, which picks it"
              .formatted(asked, there == CPU ? "nd4j-native" : CudaBuild.name()));
    }
  }

  static void requireUsable(GpuCheck check) {
    check
        .refusalOfCuda()
        .ifPresent(
            why -> {
              throw new UserError(why);
            });
    if (!check.notServed().isEmpty()) {
      throw new UserError(
          "%s is not served: hide it from ND4J by CUDA_DEVICE_ORDER=PCI_BUS_ID %s=%s"
              .formatted(check.notServed().get(0), VisibleDevices.VARIABLE, check.servedDevices()));
    }
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
