package dev.bottleneck.device;

import com.sun.management.HotSpotDiagnosticMXBean;
import dev.bottleneck.runtime.Build;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.nd4j.linalg.api.ops.executioner.OpExecutioner;
import org.nd4j.linalg.factory.Nd4j;

/** The machine and libraries that a number is computed with. */
public final class Machine {
  private Machine() {}

  /**
   * Trainings that fit side by side: as many as cores for their threads, or as GPUs; loads ND4J.
   *
   * @param threads of one training
   */
  public static int parallelTrainings(int threads) {
    Devices devices = Devices.present();
    return devices.areGpus()
        ? devices.count()
        : Math.max(1, Runtime.getRuntime().availableProcessors() / threads);
  }

  /** Whether ND4J's backend computes on a GPU rather than on the processor; loads ND4J. */
  public static boolean computesOnGpu() {
    return !Nd4j.getEnvironment().isCPU();
  }

  /**
   * What {@code -Xmx} says, in bytes; {@code Runtime.maxMemory} leaves out a part that collectors
   * need.
   */
  public static long heapLimit() {
    return Optional.ofNullable(ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class))
        .map(machine -> Long.parseLong(machine.getVMOption("MaxHeapSize").getValue()))
        .orElseGet(() -> Runtime.getRuntime().maxMemory());
  }

  /** What this processor calls itself. */
  public static String cpu() {
    return Cpu.name();
  }

  /** Its vector instructions, such as "AVX, AVX2, FMA, AVX-512, AVX-512 bf16". */
  public static String vectorInstructions() {
    return Cpu.vectorInstructions();
  }

  /** Whether this is the platform that Bottleneck is tested on. */
  public static boolean isTestedPlatform() {
    return System.getProperty("os.name").equals("Linux")
        && System.getProperty("os.arch").equals("amd64");
  }

  /** Keys in reading order; loads ND4J. */
  public static Map<String, Object> describe() {
    OpExecutioner executioner = Nd4j.getExecutioner();
    Properties environment = executioner.getEnvironmentInformation();
    Map<String, Object> machine = new LinkedHashMap<>();
    machine.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    machine.put("arch", System.getProperty("os.arch"));
    machine.put("cpu", Cpu.name());
    machine.put("cores", Runtime.getRuntime().availableProcessors());
    machine.put("java", System.getProperty("java.vendor") + " " + Runtime.version());
    machine.put("dl4j", Build.dl4jVersion());
    machine.put("backend", String.valueOf(environment.get("backend")));
    if (computesOnGpu()) {
      machine.putAll(describeGpus());
    }
    machine.put("blas", String.valueOf(environment.get("blas.vendor")));
    machine.put("openblasCoreType", System.getenv().getOrDefault("OPENBLAS_CORETYPE", "detected"));
    return machine;
  }

  /** The GPUs that are visible and their driver, for who computes on them; empty without any. */
  public static Map<String, Object> describeGpus() {
    GpuSurvey survey = Gpus.survey();
    Map<String, Object> gpus = new LinkedHashMap<>();
    if (!survey.gpus().isEmpty()) {
      gpus.put("gpus", survey.gpus().stream().map(Gpu::toString).toList());
      gpus.put("driver", survey.describeDriver());
    }
    return gpus;
  }
}
