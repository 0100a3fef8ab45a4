package dev.bottleneck.doctor;

import dev.bottleneck.data.DataOptions;
import dev.bottleneck.device.Backend;
import dev.bottleneck.device.GpuCheck;
import dev.bottleneck.device.GpuSurvey;
import dev.bottleneck.step.cuda.driver.CudaLibraries;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bytedeco.javacpp.Loader;

/** Examines this machine for what a backend needs. */
public final class Doctor {
  /** What ND4J's CUDA backend and its libraries take once unpacked, measured: 3.1 GiB. */
  private static final long CUDA_LIBRARIES = 3_200L << 20;

  /** The same of the CPU's: 0.3 GiB. */
  private static final long CPU_LIBRARIES = 400L << 20;

  private Doctor() {}

  /**
   * One finding a line, in reading order; loads ND4J if it can compute.
   *
   * @param asked the backend that was asked for, empty if any will do
   * @param survey of the GPUs
   * @param results the folder that runs are written under
   */
  public static List<Finding> examine(
      Optional<Backend> asked, GpuSurvey survey, DataOptions data, Path results) {
    boolean cuda = asked.equals(Optional.of(Backend.ND4J_CUDA));
    List<Finding> findings = new ArrayList<>();
    findings.addAll(HostFindings.of(results, cache(), cuda ? CUDA_LIBRARIES : CPU_LIBRARIES));
    findings.addAll(ComputeFindings.of(asked, GpuCheck.of(survey).refusal()));
    findings.addAll(GpuFindings.of(survey, asked));
    findings.addAll(KernelFindings.of(survey, CudaLibraries.ofThisMachine()::search, asked));
    findings.addAll(DataFindings.of(data));
    return findings;
  }

  private static Path cache() {
    try {
      return Loader.getCacheDir().toPath();
    } catch (IOException e) {
      return Path.of(System.getProperty("user.home"));
    }
  }
}
