package dev.bottleneck.step.onednn.primitive;

import java.util.Arrays;
import java.util.Optional;
import org.bytedeco.dnnl.dnnl_version_t;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.global.dnnl.cpu_isa;

/** Which oneDNN it is that plans are made of, for reports. */
public final class OneDnnLibrary {
  private OneDnnLibrary() {}

  /** Why it cannot be used on this machine; empty where it can. Loads it. */
  public static Optional<String> failure() {
    return OneDnn.failure();
  }

  /** Such as {@code 3.11.0}. */
  public static String version() {
    dnnl_version_t version = dnnl.dnnl_version();
    return "%d.%d.%d".formatted(version.major(), version.minor(), version.patch());
  }

  /** The vector instructions it takes on this processor, such as {@code avx512_core}. */
  public static String instructions() {
    int found = dnnl.dnnl_get_effective_cpu_isa();
    return Arrays.stream(cpu_isa.values())
        .filter(isa -> isa.value == found)
        .map(cpu_isa::name)
        .findFirst()
        .orElse("instruction set " + found);
  }
}
