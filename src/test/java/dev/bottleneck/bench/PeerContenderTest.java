package dev.bottleneck.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the pretended peer is a shell's script")
class PeerContenderTest {
  private static PeerContender peer(String script) {
    return new PeerContender("peer", List.of("sh", "-c", script), 3);
  }

  @Test
  void asksForStepsAndReadsTimeAndLoss() {
    try (PeerContender peer =
        peer("echo ready 1.2 kernels; while read steps; do echo $steps.5 0.25; done")) {
      assertThat(peer.environment()).isEqualTo("1.2 kernels");
      assertThat(peer.loss()).isNaN();
      assertThat(peer.millisecondsPerStep(7)).isEqualTo(7.5);
      assertThat(peer.millisecondsPerStep(40)).isEqualTo(40.5);
      assertThat(peer.loss()).isEqualTo(0.25);
    }
  }

  @Test
  void hasAsManyThreadsAsTheOthers() {
    try (PeerContender peer = peer("echo ready $OMP_NUM_THREADS $OPENBLAS_NUM_THREADS")) {
      assertThat(peer.environment()).isEqualTo("3 3");
    }
  }

  @Test
  void itsAllocatorIsNotTunedForJava() {
    Map<String, String> environment = new HashMap<>();
    environment.put("MALLOC_MMAP_THRESHOLD_", "1048576");
    environment.put("GLIBC_TUNABLES", "glibc.malloc.hugetlb=1");
    environment.put("PATH", "/bin");
    PyTorch.prepare(environment, 2);
    assertThat(environment)
        .containsEntry("PATH", "/bin")
        .containsEntry("OMP_NUM_THREADS", "2")
        .doesNotContainKeys("MALLOC_MMAP_THRESHOLD_", "GLIBC_TUNABLES");
  }

  @Test
  void saysWhatItDidNotExpect() {
    try (PeerContender peer = peer("echo ready 1; read steps; echo soon")) {
      assertThatThrownBy(() -> peer.millisecondsPerStep(1)).hasMessage("peer answered \"soon\"");
    }
    assertThatThrownBy(() -> peer("echo hello")).hasMessage("peer answered \"hello\"");
  }

  @Test
  void saysThatItEnded() {
    assertThatThrownBy(() -> peer("exit 3")).hasMessageStartingWith("peer ended before its time");
    try (PeerContender peer = peer("echo ready 1; read steps")) {
      assertThatThrownBy(() -> peer.millisecondsPerStep(1))
          .hasMessageStartingWith("peer ended before its time");
    }
    assertThatThrownBy(() -> new PeerContender("peer", List.of("/no/such/program"), 1))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage("cannot start peer");
  }
}
