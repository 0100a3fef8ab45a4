package dev.bottleneck.device;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bottleneck.runtime.UserError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The very words of Java 17, JavaCPP 1.5.13, and ND4J and libnd4j 1.0.0-M2.1. */
class OutOfMemoryTest {
  private static String explain(Throwable failure) {
    return OutOfMemory.explain(failure).orElse("another reason");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Allocation failed: [Requested amount exceeds device limits; Limit bytes: [25769803776];"
            + " Requested bytes: [4]]"
            + " | ND4J's arrays may take 24,576 MiB of each GPU (BOTTLENECK_DEVICE_MB); raise it",
        "Allocation failed: [Requested amount exceeds HOST device limits; Limit bytes: [104857600];"
            + " Requested bytes: [4]]"
            + " | ND4J's arrays may take 100 MiB of the machine's memory (SD_MAX_PRIMARY_BYTES)",
        "Allocation failed: [[DEVICE] allocation failed; Error code: [2]] | the GPU has none left",
        "cudaMalloc failed; Bytes: [1073741824]; Error code [2]; DEVICE [1] | the GPU has none left",
        "cuMemAlloc failed: CUDA_ERROR_OUT_OF_MEMORY (out of memory); 3 MiB asked for | the GPU has none left",
        "Failed to allocate 1024 bytes from DEVICE [0] memory | the GPU has none left",
        "_reductionPointer allocation failed; Error code: [2] | the GPU has none left",
        "Allocation failed: [std::bad_alloc] | the machine has none left for this process",
        "Failed to allocate 1024 bytes from HOST memory | the machine has none left",
      })
  void knowsLibnd4jAndCudaByTheirWords(String message, String sentence) {
    assertThat(explain(new RuntimeException(message)))
        .startsWith("out of memory: " + sentence)
        .contains("lower batchSize, --parallel or --workers");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Java heap space | the Java heap may take [0-9,]+ MiB \\(BOTTLENECK_HEAP_MB\\); raise it.*",
        "GC overhead limit exceeded | the Java heap may take [0-9,]+ MiB .*",
        "Physical memory usage is too high: physicalBytes (836M) > maxPhysicalBytes (832M)"
            + " | the Java heap and ND4J's arrays may take [0-9,]+ MiB in all"
            + " \\(BOTTLENECK_HEAP_MB, BOTTLENECK_OFFHEAP_MB\\); raise the latter, or lower .*",
        "Failed to allocate memory within limits: totalBytes (480 + 957M) > maxBytes (16384K)"
            + " | arrays outside the Java heap may take [0-9,]+ MiB \\(BOTTLENECK_OFFHEAP_MB\\).*",
        "Native allocator returned address == 0 | the machine has none left for this process; .*",
        "Metaspace | Metaspace",
      })
  void knowsJavaAndJavaCpp(String message, String pattern) {
    assertThat(explain(new OutOfMemoryError(message))).matches("out of memory: " + pattern);
  }

  /** JavaCPP says what it could not allocate, and why in the cause. */
  @Test
  void theCauseTellsMoreThanWhatWrapsIt() {
    Throwable failure =
        new OutOfMemoryError("Cannot allocate new LongPointer(2): totalBytes = 0")
            .initCause(
                new OutOfMemoryError("Physical memory usage is too high: physicalBytes (8M)"));
    assertThat(explain(failure)).contains("BOTTLENECK_OFFHEAP_MB");
    assertThat(explain(new UserError("model.zip: damaged", failure))).isEqualTo(explain(failure));
  }

  @Test
  void aLimitThatIsNotToldIsNoNumber() {
    assertThat(explain(new RuntimeException("Requested amount exceeds device limits")))
        .startsWith("out of memory: ND4J's arrays may take no more of each GPU");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "the training loss became NaN",
        "hidden is 0: it must be at least 1",
        "cudaGetSymbolAddress(...) failed; Error code: [209]",
        "allocation failed",
      })
  void leavesEverythingElseAlone(String message) {
    assertThat(OutOfMemory.explain(new RuntimeException(message))).isEmpty();
    assertThat(OutOfMemory.explain(new RuntimeException((String) null))).isEmpty();
  }
}
