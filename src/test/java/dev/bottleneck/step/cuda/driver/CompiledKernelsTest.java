package dev.bottleneck.step.cuda.driver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bottleneck.step.cuda.driver.CompiledKernels.Use;
import org.junit.jupiter.api.Test;

class CompiledKernelsTest {
  @Test
  void readsWhatTheAssemblerSays() {
    String log =
        """
        ptxas info    : 0 bytes gmem
        ptxas info    : Compiling entry function 'product' for 'sm_90'
        ptxas info    : Function properties for product
            32 bytes stack frame, 24 bytes spill stores, 28 bytes spill loads
        ptxas info    : Used 255 registers, used 1 barriers, 8192 bytes smem, 400 bytes cmem[0]
        ptxas info    : Compile time = 1.2 ms
        ptxas info    : Compiling entry function 'relu' for 'sm_90'
        ptxas info    : Function properties for relu
            0 bytes stack frame, 0 bytes spill stores, 0 bytes spill loads
        ptxas info    : Used 10 registers, 380 bytes cmem[0]
        """;
    CompiledKernels read = CompiledKernels.of("sm_90", 5, 1_000, log);
    assertThat(read.uses())
        .containsOnlyKeys("product", "relu")
        .containsEntry("product", new Use(255, 24, 8_192))
        .containsEntry("relu", new Use(10, 0, 0));
    assertThat(read.uses().get("product")).hasToString("255 / 24 / 8,192");
  }
}
