package dev.bottleneck.device;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CpuTest {
  /** Linux leaves gaps where it has cleared a flag. */
  @ParameterizedTest
  @CsvSource({
    "fpu sse avx pti        vmmcall bmi1 avx2 avx2 fma, 'AVX, AVX2, FMA'",
    "'avx	avx512bw  ', 'AVX, AVX-512'",
    "sse2, vector instructions not known",
    "'', vector instructions not known",
  })
  void readsFlagsWithGaps(String flags, String expected) {
    assertThat(Cpu.vectorInstructions(flags)).isEqualTo(expected);
  }
}
