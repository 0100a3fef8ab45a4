package dev.bottleneck.device;

import static org.assertj.core.api.Assertions.assertThat;

import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;

class ComputeThreadsTest {
  /** A pointer that JavaCPP refuses for want of memory would be written to after it was freed. */
  @Test
  void aWorkerThatAsksForWhatIsSetAsksForNoMemory() throws InterruptedException {
    ComputeThreads.set(1);
    assertThat(Nd4j.factory().blas().getMaxThreads()).isEqualTo(1);
    Thread worker =
        new Thread(
            () -> {
              for (int i = 0; i < 1_000; i++) {
                ComputeThreads.set(1);
              }
            });
    long before = Pointer.totalCount();
    worker.start();
    worker.join();
    assertThat(Pointer.totalCount()).isLessThanOrEqualTo(before);
  }
}
