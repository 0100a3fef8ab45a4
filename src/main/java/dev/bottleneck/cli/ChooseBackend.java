package dev.bottleneck.cli;

import dev.bottleneck.BottleneckException;
import dev.bottleneck.device.GpuCheck;
import dev.bottleneck.device.Gpus;
import java.io.PrintStream;

/**
 * Settles {@code --backend cuda} and {@code auto} for the launcher, which picks the class path by
 * it: before CUDA's libraries are downloaded, and without ND4J.
 *
 * <p>Prints "cpu", or "cuda", the MiB that each GPU has to give, and the GPUs' numbers if some of
 * them must be hidden from ND4J.
 */
final class ChooseBackend {
  private ChooseBackend() {}

  /**
   * @param args "cuda" or "auto"
   */
  public static void main(String[] args) {
    System.exit(choose(args[0].equals("auto"), GpuCheck.of(Gpus.survey()), System.out, System.err));
  }

  static int choose(boolean auto, GpuCheck check, PrintStream out, PrintStream err) {
    if (check.refusal().isEmpty()) {
      check.notServed().forEach(gpu -> err.println("bottleneck: leaves out " + gpu));
      String devices = check.notServed().isEmpty() ? "" : " " + check.servedDevices();
      out.println("cuda " + check.availableMb() + devices);
      return 0;
    }
    if (auto) {
      err.println("bottleneck: computes on the CPU: " + check.refusal().get());
      out.println("cpu");
      return 0;
    }
    err.println("bottleneck: " + check.refusalOfCuda().get());
    return BottleneckException.INPUT_WRONG;
  }
}
