package dev.bottleneck.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class BuildTest {
  private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567-dirty";

  @Test
  void anInstallationIsOfTheCommitItWasToldOf() {
    assertThat(Build.commit(Map.of("BOTTLENECK_COMMIT", COMMIT))).isEqualTo(COMMIT);
  }

  /** An image that was built without its commit has an empty variable. */
  @Test
  void withoutWordOfACommitTheWorkingCopyIsAsked() {
    String ofTheWorkingCopy = Build.commit(Map.of());

    assertThat(ofTheWorkingCopy).matches("[0-9a-f]{40}(-dirty)?|unknown");
    assertThat(Build.commit(Map.of("BOTTLENECK_COMMIT", ""))).isEqualTo(ofTheWorkingCopy);
  }
}
