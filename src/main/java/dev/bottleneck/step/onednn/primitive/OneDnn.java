package dev.bottleneck.step.onednn.primitive;

import dev.bottleneck.step.graph.NotCompilable;
import dev.bottleneck.step.graph.Precision;
import java.util.Optional;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.global.dnnl.cpu_isa;
import org.bytedeco.javacpp.Loader;

/** Loads oneDNN, once, and keeps the reason where that fails. */
public final class OneDnn {
  private static final Optional<String> FAILURE = attempt(() -> Loader.load(dnnl.class));

  private OneDnn() {}

  /** Why oneDNN cannot be used on this machine; empty where it can. */
  public static Optional<String> failure() {
    return FAILURE;
  }

  /** Runs {@code load}; whatever hinders it becomes the reason. */
  public static Optional<String> attempt(Runnable load) {
    try {
      load.run();
      return Optional.empty();
    } catch (LinkageError | RuntimeException e) {
      // A missing class, a missing native, one built for another platform, an unwritable cache:
      // none of them is a reason to stop, as DL4J's own path is there.
      return Optional.of("oneDNN cannot be loaded: " + e);
    }
  }

  /** Refuses a precision that the processor has no products in: oneDNN would take floats. */
  public static void check(Precision precision) throws NotCompilable {
    int wanted = cpu_isa.avx512_core_bf16.value;
    if (precision == Precision.BF16 && (dnnl.dnnl_get_effective_cpu_isa() & wanted) != wanted) {
      throw new NotCompilable(
          "this processor has no products in bf16, only " + OneDnnLibrary.instructions());
    }
  }

  /** The processor. */
  public static engine processor() {
    return new engine(engine.kind.cpu, 0);
  }
}
