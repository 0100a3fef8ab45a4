package dev.bottleneck.step.cuda.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.bottleneck.device.ComputeCapability;
import dev.bottleneck.step.cuda.device.DeviceFailure;
import dev.bottleneck.step.cuda.device.KernelSources;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The kernels are compiled by NVIDIA's own compiler, where there is one, for what is in use; it
 * needs no GPU. {@code -Dcubins.page=FILE} writes a page of it.
 */
class CubinsTest {
  private static final List<CompiledKernels> COMPILED = new ArrayList<>();
  private static final int ANY_DRIVER = Integer.MAX_VALUE;

  private static Nvrtc nvrtc;
  private static String whyNot = "";

  @BeforeAll
  static void find() {
    try {
      nvrtc = CudaLibraries.ofThisMachine().load(ANY_DRIVER);
    } catch (DeviceFailure e) {
      whyNot = e.getMessage();
    }
  }

  @AfterAll
  static void writePage() throws IOException {
    String page = System.getProperty("cubins.page", "");
    if (!page.isEmpty() && !COMPILED.isEmpty()) {
      CubinsPage.write(Path.of(page), nvrtc.toString(), COMPILED);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"sm_75", "sm_80", "sm_86", "sm_89", "sm_90", "sm_100", "sm_120"})
  void holdsEveryKernel(String architecture) {
    assumeTrue(nvrtc != null, whyNot);
    ComputeCapability capability =
        Architecture.of(Integer.parseInt(architecture.substring("sm_".length())));
    assumeTrue(nvrtc.capabilities().contains(capability), nvrtc + " is older than " + architecture);
    List<String> options =
        Stream.concat(Nvrtc.OPTIONS.stream(), Stream.of("--ptxas-options=-v")).toList();
    long begun = System.nanoTime();
    Nvrtc.Compiled compiled = nvrtc.compile(KernelSources.text(), architecture, options);
    long milliseconds = (System.nanoTime() - begun) / 1_000_000;
    String sections = new String(compiled.cubin(), StandardCharsets.ISO_8859_1);
    List<String> kernels =
        KernelSources.kernels().stream().map(KernelSources.Kernel::name).toList();
    assertThat(kernels)
        .isNotEmpty()
        .doesNotHaveDuplicates()
        .allSatisfy(kernel -> assertThat(sections).contains(".text." + kernel + "\0"));
    CompiledKernels read =
        CompiledKernels.of(architecture, milliseconds, compiled.cubin().length, compiled.log());
    assertThat(read.uses().keySet()).containsExactlyInAnyOrderElementsOf(kernels);
    COMPILED.add(read);
  }
}
