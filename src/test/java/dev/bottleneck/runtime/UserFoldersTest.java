package dev.bottleneck.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UserFoldersTest {
  @TempDir Path home;

  @Test
  void followTheSpecification() {
    assertThat(UserFolders.cache(Map.of(), home.toString()))
        .isEqualTo(home.resolve(".cache/bottleneck"));
    assertThat(UserFolders.state(Map.of(), home.toString()))
        .isEqualTo(home.resolve(".local/state/bottleneck"));
    Map<String, String> told = Map.of("XDG_CACHE_HOME", "/c", "XDG_STATE_HOME", "relative");
    assertThat(UserFolders.cache(told, home.toString())).isEqualTo(Path.of("/c/bottleneck"));
    assertThat(UserFolders.state(told, home.toString()))
        .isEqualTo(home.resolve(".local/state/bottleneck"));
  }

  /** No folder "?" is made, and nobody else can guess or enter what is made instead. */
  @ParameterizedTest
  @ValueSource(strings = {"?", "", "relative", "/no/such/folder"})
  void aUserWithoutAHomeGetsAPrivateFolder(String none) throws Exception {
    Path folder = UserFolders.state(Map.of(), none);
    assertThat(folder).isAbsolute().isEqualTo(UserFolders.temporary()).isDirectory();
    if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      assertThat(Files.getPosixFilePermissions(folder)).hasSize(3);
    }
  }
}
