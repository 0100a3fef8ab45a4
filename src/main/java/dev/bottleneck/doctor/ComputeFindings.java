package dev.bottleneck.doctor;

import dev.bottleneck.device.Backend;
import dev.bottleneck.device.Blas;
import dev.bottleneck.device.CudaBuild;
import dev.bottleneck.device.Machine;
import dev.bottleneck.runtime.Build;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.step.onednn.primitive.OneDnnLibrary;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The processor, and the libraries that compute on it or on a GPU. */
final class ComputeFindings {
  /** What OpenBLAS takes a processor for that it does not know, and their kernels are old. */
  private static final Set<String> OLD_KERNELS = Set.of("PRESCOTT", "CORE2", "GENERIC");

  private ComputeFindings() {}

  /**
   * @param cudaRefusal why CUDA cannot compute here; its backend is not loaded then
   */
  static List<Finding> of(Optional<Backend> asked, Optional<String> cudaRefusal) {
    List<Finding> findings = new ArrayList<>();
    findings.add(Finding.ok("processor", Machine.cpu() + ": " + Machine.vectorInstructions()));
    findings.add(
        OneDnnLibrary.failure()
            .map(why -> Finding.note("oneDNN", why + "; Deeplearning4j trains by itself"))
            .orElseGet(
                () ->
                    Finding.ok(
                        "oneDNN",
                        "%s, takes %s"
                            .formatted(OneDnnLibrary.version(), OneDnnLibrary.instructions()))));
    findings.addAll(nd4j(asked, cudaRefusal));
    return findings;
  }

  private static List<Finding> nd4j(Optional<Backend> asked, Optional<String> cudaRefusal) {
    Backend there;
    try {
      there = Backend.onClassPath();
    } catch (UserError e) {
      return List.of(Finding.fail("ND4J", e.getMessage()));
    }
    if (there == Backend.ND4J_CUDA && cudaRefusal.isPresent()) {
      return List.of(Finding.fail("ND4J", CudaBuild.name() + " is not loaded: see " + there));
    }
    boolean byNd4j = asked.equals(Optional.of(Backend.ND4J_CUDA));
    if (asked.isPresent() && byNd4j != (there == Backend.ND4J_CUDA) && cudaRefusal.isEmpty()) {
      return List.of(
          Finding.fail("ND4J", "the class path holds the other backend: start by ./bottleneck"));
    }
    String name = there == Backend.CPU ? "nd4j-native " + Build.dl4jVersion() : CudaBuild.name();
    List<Finding> findings = new ArrayList<>();
    findings.add(loads(name));
    if (there == Backend.CPU && findings.get(0).verdict() == Finding.Verdict.OK) {
      Blas.kernels().ifPresent(kernels -> findings.add(blas(kernels)));
    }
    return findings;
  }

  /** Loads ND4J and multiplies two matrices. */
  private static Finding loads(String name) {
    try {
      Backend.load();
      INDArray product =
          Nd4j.createFromArray(new float[][] {{1, 2}, {3, 4}})
              .mmul(Nd4j.createFromArray(new float[][] {{5, 6}, {7, 8}}));
      INDArray expected = Nd4j.createFromArray(new float[][] {{19, 22}, {43, 50}});
      return product.equals(expected)
          ? Finding.ok("ND4J", name + ", loads and computes")
          : Finding.fail("ND4J", name + " gives a wrong product: " + product);
    } catch (UserError e) {
      return Finding.fail("ND4J", e.getMessage());
    } catch (LinkageError | RuntimeException e) {
      // Whatever hinders it is what the doctor was asked for.
      return Finding.fail("ND4J", name + " does not load: " + e);
    }
  }

  static Finding blas(String kernels) {
    String text = "OpenBLAS, kernels for " + kernels;
    return OLD_KERNELS.contains(kernels.toUpperCase(Locale.ROOT))
        ? Finding.note(
            "BLAS",
            text
                + ", which are slow: set OPENBLAS_CORETYPE to HASWELL, or to SKYLAKEX with AVX-512")
        : Finding.ok("BLAS", text);
  }
}
