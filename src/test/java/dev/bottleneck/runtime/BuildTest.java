package dev.bottleneck.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildTest {
  private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567-dirty";

  @Test
  void anInstallationIsOfTheCommitItWasToldOf() {
    assertThat(Build.commit(Map.of("BOTTLENECK_COMMIT", COMMIT), Optional.empty()))
        .isEqualTo(COMMIT);
  }

  /** An image that was built without its commit has an empty variable. */
  @Test
  void withoutAWorkingCopyItIsUnknown() {
    assertThat(Build.commit(Map.of("BOTTLENECK_COMMIT", ""), Optional.empty()))
        .isEqualTo("unknown");
  }

  /** A repository's own configuration may name programs: none of them is run. */
  @Test
  void aWorkingCopyIsAskedAndRunsNothing(@TempDir Path home) throws Exception {
    assumeTrue(git(home, "init", "-q") == 0, "git is not installed");
    Path ran = home.resolve("ran");
    Path evil = Files.writeString(home.resolve("evil.sh"), "#!/bin/sh\ntouch " + ran + "\n");
    assertThat(evil.toFile().setExecutable(true)).isTrue();
    git(home, "config", "core.fsmonitor", evil.toString());
    assertThat(Build.commit(Map.of(), Optional.of(home))).isEqualTo("unknown");
    git(
        home,
        "-c",
        "user.name=a",
        "-c",
        "user.email=a@b",
        "-c",
        "core.fsmonitor=false",
        "commit",
        "-q",
        "--allow-empty",
        "-m",
        "one");
    assertThat(Build.commit(Map.of(), Optional.of(home))).matches("[0-9a-f]{40}");
    Files.createDirectories(home.resolve("src"));
    Files.writeString(home.resolve("src/New.java"), "");
    assertThat(Build.commit(Map.of(), Optional.of(home))).matches("[0-9a-f]{40}-dirty");
    assertThat(ran).doesNotExist();
  }

  private static int git(Path home, String... arguments) throws InterruptedException {
    List<String> command = new ArrayList<>(List.of("git"));
    command.addAll(List.of(arguments));
    try {
      return new ProcessBuilder(command).directory(home.toFile()).start().waitFor();
    } catch (IOException e) {
      return 127;
    }
  }
}
