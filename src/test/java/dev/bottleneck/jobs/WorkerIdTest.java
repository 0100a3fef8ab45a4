package dev.bottleneck.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkerIdTest {
  private static final WorkerId SELF = WorkerId.present();

  @TempDir Path folder;

  @Test
  void readsWhatItWrites() {
    assertThat(WorkerId.parse(SELF.toString())).isEqualTo(SELF);
    assertThat(SELF.isPresent()).isTrue();
    assertThat(SELF.isKnownDead()).isFalse();
    assertThat(SELF.shown()).isEqualTo("process " + ProcessHandle.current().pid());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "box/1/2",
        "box/1/2/a",
        "box/1/2/a/b/c",
        "box/one/2/a/b",
        "box/1/two/a/b",
        "////"
      })
  void refusesWhatItDoesNotWrite(String text) {
    assertThatThrownBy(() -> WorkerId.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aWorkerElsewhereIsShownWithItsMachine() {
    WorkerId there = new WorkerId("boot 7 pid 1", 12, 5, "token", "gpu-7");
    assertThat(WorkerId.parse(there.toString())).isEqualTo(there);
    assertThat(there.shown()).isEqualTo("process 12 of another container or machine, gpu-7");
  }

  @Test
  void aNumberThatNobodyHasIsDead() {
    WorkerId none = new WorkerId(SELF.machine(), 1 << 30, SELF.started(), "another");
    assertThat(none.isKnownDead()).isTrue();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aNumberThatWasUsedAgainIsDead() {
    assertThat(SELF.started()).isPositive();
    WorkerId before = new WorkerId(SELF.machine(), SELF.process(), SELF.started() - 1, "another");
    assertThat(before.isKnownDead()).isTrue();
  }

  /** When it began is not known of each process; its number alone proves nothing. */
  @Test
  void aNumberOfUnknownAgeLives() {
    assertThat(new WorkerId(SELF.machine(), SELF.process(), 0, "another").isKnownDead()).isFalse();
  }

  /** Both count from 1: in another's numbers this process, and that one, mean others. */
  @ParameterizedTest
  @ValueSource(longs = {1, 7, 1 << 30})
  void twoContainersDoNotTakeEachOtherForDead(long process) throws IOException {
    Path boot = Files.writeString(folder.resolve("boot_id"), "0f0f\n");
    WorkerId[] containers = new WorkerId[2];
    for (int i = 0; i < 2; i++) {
      Path nameSpace =
          Files.createSymbolicLink(folder.resolve("ns" + i), Path.of("pid:[402653183" + i + "]"));
      String machine = WorkerId.machine(boot, nameSpace).orElseThrow();
      containers[i] = new WorkerId(machine, process, 5 + i, "token" + i);
      assertThat(containers[i].isHere()).isFalse();
      assertThat(containers[i].isKnownDead()).isFalse();
      assertThat(containers[i].shown()).contains("another container or machine");
    }
    assertThat(containers[0].machine()).isNotEqualTo(containers[1].machine());
  }

  /** One name space has the same number on every machine. */
  @Test
  void theBootIsPartOfTheMachine() throws IOException {
    Path nameSpace = Files.createSymbolicLink(folder.resolve("ns"), Path.of("pid:[4026531836]"));
    Path one = Files.writeString(folder.resolve("one"), "0f0f\n");
    Path two = Files.writeString(folder.resolve("two"), "1e1e\n");
    assertThat(WorkerId.machine(one, nameSpace)).isNotEqualTo(WorkerId.machine(two, nameSpace));
    assertThat(WorkerId.machine(folder.resolve("none"), nameSpace)).isEmpty();
    assertThat(WorkerId.machine(one, folder.resolve("none"))).isEmpty();
    assertThat(WorkerId.machine(Files.writeString(folder.resolve("empty"), ""), nameSpace))
        .isEmpty();
  }
}
