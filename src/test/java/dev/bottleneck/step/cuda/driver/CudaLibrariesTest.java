package dev.bottleneck.step.cuda.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bottleneck.step.cuda.device.DeviceFailure;
import dev.bottleneck.step.cuda.driver.CudaLibraries.Found;
import dev.bottleneck.step.cuda.driver.CudaLibraries.Search;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class CudaLibrariesTest {
  @TempDir Path folder;

  private final Map<String, String> environment = new HashMap<>();
  private Set<String> loadable = Set.of();

  private CudaLibraries libraries() throws IOException {
    URL[] classPath = {folder.resolve("jar").toUri().toURL()};
    return new CudaLibraries(
        new Places(
            environment,
            new PackedNvrtc(new URLClassLoader(classPath, null), folder.resolve("cache")),
            folder.resolve("local"),
            loadable::contains));
  }

  private Search search() throws IOException {
    return libraries().search();
  }

  /** A file that is no library, in a folder below the test's. */
  private Path file(String place) throws IOException {
    Path file = folder.resolve(place);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, place);
  }

  @Test
  void takesTheNamedFileAlone() throws IOException {
    file("local/cuda/lib64/libnvrtc.so.13");
    Path told = file("own/libnvrtc.so");
    environment.put("BOTTLENECK_NVRTC", told.toString());
    assertThat(search().found())
        .containsExactly(new Found(told.toString(), "by BOTTLENECK_NVRTC", false));
  }

  @Test
  void saysThatTheNamedFileIsNotThere() throws IOException {
    environment.put("BOTTLENECK_NVRTC", "/no/such/file");
    file("local/cuda/lib64/libnvrtc.so.13");
    assertThatThrownBy(() -> libraries().load(13_000))
        .isInstanceOf(DeviceFailure.class)
        .hasMessage(
            "NVRTC, NVIDIA's compiler, was not found in BOTTLENECK_NVRTC (/no/such/file): install"
                + " CUDA's package cuda-nvrtc, or name its libnvrtc.so with BOTTLENECK_NVRTC");
  }

  @Test
  void looksEverywhereInOrder() throws IOException {
    String jar = "jar/org/bytedeco/cuda/linux-x86_64/";
    file(jar + "libnvrtc.so.13");
    Path home = file("home/lib64/libnvrtc.so.12");
    Path newer = file("local/cuda-13.0/lib64/libnvrtc.so.13");
    Path older = file("local/cuda-12.4/lib64/libnvrtc.so.12");
    Path conda = file("conda/lib/libnvrtc.so.12");
    Path wheel = file("venv/lib/python3.12/site-packages/nvidia/cu13/lib/libnvrtc.so.13");
    Path earlier = file("venv/lib/python3.12/site-packages/nvidia/cuda_nvrtc/lib/libnvrtc.so.12");
    environment.put("CUDA_HOME", folder.resolve("home").toString());
    environment.put("CUDA_PATH", "");
    environment.put("VIRTUAL_ENV", folder.resolve("venv").toString());
    environment.put("CONDA_PREFIX", folder.resolve("conda").toString());
    loadable = Set.of("libnvrtc.so.12");
    assertThat(search().found())
        .containsExactly(
            new Found("libnvrtc.so.13", "class path", true),
            new Found(home.toString(), "by CUDA_HOME", false),
            new Found(newer.toString(), "CUDA's toolkit", false),
            new Found(older.toString(), "CUDA's toolkit", false),
            new Found("libnvrtc.so.12", "system's libraries", false),
            new Found(wheel.toString(), "by VIRTUAL_ENV", false),
            new Found(earlier.toString(), "by VIRTUAL_ENV", false),
            new Found(conda.toString(), "by CONDA_PREFIX", false));
    assertThat(search().lookedIn())
        .containsExactly(
            "the class path",
            "CUDA_HOME (" + folder.resolve("home") + ")",
            folder.resolve("local/cuda-13.0").toString(),
            folder.resolve("local/cuda-12.4").toString(),
            "the system's libraries",
            "VIRTUAL_ENV (" + folder.resolve("venv") + ")",
            "CONDA_PREFIX (" + folder.resolve("conda") + ")");
  }

  @Test
  void findsWhatSeveralNamesLeadToOnce() throws IOException {
    file("local/cuda-13.0/lib64/libnvrtc.so.13");
    Files.createSymbolicLink(folder.resolve("local/cuda"), folder.resolve("local/cuda-13.0"));
    assertThat(search().found()).hasSize(1);
  }

  @Test
  void saysWhereItLooked() {
    assertThatThrownBy(() -> libraries().load(13_000))
        .isInstanceOf(DeviceFailure.class)
        .hasMessageStartingWith(
            "NVRTC, NVIDIA's compiler, was not found in the class path, the system's libraries: ");
  }

  @Test
  void refusesWhatIsNewerThanTheDriver() throws IOException {
    Path newer = file("local/cuda-13.0/lib64/libnvrtc.so.13");
    assertThatThrownBy(() -> libraries().load(12_040))
        .isInstanceOf(DeviceFailure.class)
        .hasMessage(
            newer
                + " (CUDA's toolkit) is newer than the NVIDIA driver, which is for CUDA 12:"
                + " install driver 580.65.06 or newer, or NVRTC of CUDA 12");
  }

  @Test
  void saysWhatCannotBeLoaded() throws IOException {
    Path text = file("local/cuda-13.0/lib64/libnvrtc.so.13");
    assertThatThrownBy(() -> libraries().load(13_000))
        .isInstanceOf(DeviceFailure.class)
        .hasMessageStartingWith(text + " (CUDA's toolkit) cannot be loaded: ");
  }

  @Test
  void unpacksOnceWithTheOtherHalf() throws IOException {
    String jar = "jar/org/bytedeco/cuda/linux-x86_64/";
    file(jar + "libnvrtc.so.13");
    file(jar + "libnvrtc-builtins.so.13.1");
    PackedNvrtc packed =
        new PackedNvrtc(
            new URLClassLoader(new URL[] {folder.resolve("jar").toUri().toURL()}, null),
            folder.resolve("cache"));
    assertThat(packed.has("libnvrtc.so.12")).isFalse();
    Path unpacked = packed.unpack("libnvrtc.so.13");
    assertThat(unpacked).hasContent(jar + "libnvrtc.so.13");
    assertThat(unpacked.resolveSibling("libnvrtc-builtins.so.13.1")).exists();
    Files.writeString(unpacked, "x".repeat((int) Files.size(unpacked)));
    assertThat(packed.unpack("libnvrtc.so.13")).as("as it is").content().startsWith("xx");
    Files.writeString(unpacked, "cut off");
    assertThat(packed.unpack("libnvrtc.so.13")).hasContent(jar + "libnvrtc.so.13");
  }

  @Test
  void saysThatItCannotBeUnpacked() throws IOException {
    file("jar/org/bytedeco/cuda/linux-x86_64/libnvrtc.so.13");
    Files.createFile(folder.resolve("cache"));
    assertThatThrownBy(() -> libraries().load(13_000))
        .isInstanceOf(DeviceFailure.class)
        .hasMessageContaining("libnvrtc.so.13 cannot be unpacked to " + folder.resolve("cache"));
  }
}
