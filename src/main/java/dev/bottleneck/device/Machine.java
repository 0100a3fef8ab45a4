package dev.bottleneck.device;

import dev.bottleneck.runtime.Build;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import org.nd4j.linalg.api.ops.executioner.OpExecutioner;
import org.nd4j.linalg.factory.Nd4j;

/** The machine and libraries that a number is computed with. */
public final class Machine {
  private Machine() {}

  /** Trainings of one thread that fit side by side: as many as cores, or as GPUs; loads ND4J. */
  public static int parallelTrainings() {
    return Nd4j.getEnvironment().isCPU()
        ? Runtime.getRuntime().availableProcessors()
        : Nd4j.getAffinityManager().getNumberOfDevices();
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
    machine.put("blas", String.valueOf(environment.get("blas.vendor")));
    machine.put("openblasCoreType", System.getenv().getOrDefault("OPENBLAS_CORETYPE", "detected"));
    return machine;
  }
}
