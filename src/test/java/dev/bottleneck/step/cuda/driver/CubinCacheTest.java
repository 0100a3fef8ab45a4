package dev.bottleneck.step.cuda.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bottleneck.runtime.FailingDisk;
import dev.bottleneck.runtime.LogFile;
import dev.bottleneck.step.cuda.driver.CubinCache.Key;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CubinCacheTest {
  private static final Key KEY = new Key("source", "sm_90", "NVRTC 13.0", List.of("-a", "-b"));
  private static final byte[] CUBIN = {1, 2, 3, 4, 5};

  @TempDir Path folder;

  private int compilations;

  private byte[] get(Path cache, Key key) {
    return new CubinCache(cache)
        .get(
            key,
            () -> {
              compilations++;
              return CUBIN.clone();
            });
  }

  private Path file() {
    return folder.resolve(KEY.fileName());
  }

  @Test
  void compilesOnce() {
    assertThat(get(folder, KEY)).isEqualTo(CUBIN);
    assertThat(get(folder, KEY)).isEqualTo(CUBIN);
    assertThat(compilations).isEqualTo(1);
    assertThat(folder).isDirectoryContaining(file -> file.equals(file()));
  }

  static Stream<Key> others() {
    return Stream.of(
        new Key("sourc", "sm_90", "NVRTC 13.0", List.of("-a", "-b")),
        new Key("source", "sm_80", "NVRTC 13.0", List.of("-a", "-b")),
        new Key("source", "sm_90", "NVRTC 13.1", List.of("-a", "-b")),
        new Key("source", "sm_90", "NVRTC 13.0", List.of("-a")),
        new Key("sources", "m_90", "NVRTC 13.0", List.of("-a", "-b")));
  }

  @ParameterizedTest
  @MethodSource("others")
  void tellsApartWhatDiffers(Key other) {
    get(folder, KEY);
    get(folder, other);
    assertThat(compilations).isEqualTo(2);
  }

  /** Cut off anywhere, lengthened, or with a byte that differs. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 31, 32, 36, 38, -1, -6, -37})
  void compilesAnewWhatIsDamaged(int damage) throws IOException {
    get(folder, KEY);
    byte[] whole = Files.readAllBytes(file());
    byte[] damaged = damage >= 0 ? Arrays.copyOf(whole, damage) : whole.clone();
    if (damage < 0) {
      damaged[-damage - 1] ^= 1;
    }
    Files.write(file(), damaged);
    Path log = folder.resolve("log");
    try (LogFile open = LogFile.open(log)) {
      assertThat(get(folder, KEY)).isEqualTo(CUBIN);
    }
    assertThat(log).content().contains(file() + " is damaged: the kernels are compiled anew");
    assertThat(compilations).isEqualTo(2);
    assertThat(Files.readAllBytes(file())).isEqualTo(whole);
  }

  /** A file where a folder should be, and a folder where a file should be. */
  @Test
  void doesWithoutAFolder() throws IOException {
    Path occupied = Files.createFile(folder.resolve("occupied"));
    assertThat(get(occupied.resolve("cuda"), KEY)).isEqualTo(CUBIN);
    Files.createDirectories(file().resolve("more"));
    assertThat(get(folder, KEY)).isEqualTo(CUBIN);
  }

  @Test
  void doesWithoutRoom() {
    try (FailingDisk disk = FailingDisk.after(0)) {
      assertThat(get(folder, KEY)).isEqualTo(CUBIN);
    }
    assertThat(file()).doesNotExist();
    assertThat(get(folder, KEY)).isEqualTo(CUBIN);
    assertThat(file()).exists();
  }

  @Test
  void keepsNothingOfACompilationThatFails() {
    assertThatThrownBy(
            () ->
                new CubinCache(folder)
                    .get(
                        KEY,
                        () -> {
                          throw new IllegalStateException("no");
                        }))
        .hasMessage("no");
    assertThat(folder).isEmptyDirectory();
  }
}
