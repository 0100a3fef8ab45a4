package dev.bottleneck.cli;

import dev.bottleneck.BottleneckException;
import dev.bottleneck.device.Backend;
import dev.bottleneck.device.GpuCheck;
import dev.bottleneck.device.GpuSurvey;
import dev.bottleneck.device.Gpus;
import dev.bottleneck.step.cuda.driver.CudaLibraries;
import dev.bottleneck.step.cuda.driver.KernelCheck;
import java.io.PrintStream;

/**
 * Settles {@code --backend nd4j-cuda} and {@code auto} for the launcher, which picks the class path
 * by it: before the libraries of ND4J's CUDA backend are downloaded, and without ND4J.
 *
 * <p>Prints the backend, and after "nd4j-cuda" the MiB that each GPU has to give, and the GPUs'
 * numbers if some of them must be hidden from ND4J.
 */
final class ChooseBackend {
  private ChooseBackend() {}

  /**
   * @param args "nd4j-cuda" or "auto"
   */
  public static void main(String[] args) {
    GpuSurvey survey = Gpus.survey();
    GpuCheck nd4j = GpuCheck.of(survey);
    System.exit(
        args[0].equals("auto")
            ? any(
                KernelCheck.of(survey, CudaLibraries.ofThisMachine()::search),
                nd4j,
                System.out,
                System.err)
            : nd4jCuda(nd4j, System.out, System.err));
  }

  /** GPUs by kernels of ours before those by ND4J, and these before the processor. */
  static int any(KernelCheck kernels, GpuCheck nd4j, PrintStream out, PrintStream err) {
    if (kernels.refusal().isEmpty()) {
      out.println(Backend.CUDA);
      return 0;
    }
    if (nd4j.refusal().isEmpty()) {
      err.println("bottleneck: computes by ND4J's CUDA backend: " + kernels.refusal().get());
      return nd4jCuda(nd4j, out, err);
    }
    err.println("bottleneck: computes on the CPU: " + kernels.refusal().get());
    out.println(Backend.CPU);
    return 0;
  }

  static int nd4jCuda(GpuCheck check, PrintStream out, PrintStream err) {
    if (check.refusalOfCuda().isPresent()) {
      err.println("bottleneck: " + check.refusalOfCuda().get());
      return BottleneckException.INPUT_WRONG;
    }
    check.notServed().forEach(gpu -> err.println("bottleneck: leaves out " + gpu));
    String devices = check.notServed().isEmpty() ? "" : " " + check.servedDevices();
    out.println(Backend.ND4J_CUDA + " " + check.availableMb() + devices);
    return 0;
  }
}
