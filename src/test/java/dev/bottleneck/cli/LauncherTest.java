package dev.bottleneck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bottleneck.cli.FakeInstallation.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the launcher decides and how it calls Java. */
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {
  @TempDir Path home;

  private FakeInstallation installation;

  @BeforeEach
  void install() throws IOException {
    installation = FakeInstallation.in(home);
  }

  private Outcome launch(Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    return installation.launch(environment, arguments);
  }

  private String classPath(String jar) {
    return installation.classPath(jar);
  }

  @ParameterizedTest
  @CsvSource({
    // A quarter of the memory for the heap, 4 GiB at most, and half of it for arrays.
    "1024, 256, 512",
    "8192, 2048, 4096",
    "16384, 4096, 8192",
    "131072, 4096, 65536"
  })
  void dividesTheMemory(int memory, int heap, int arrays) throws IOException, InterruptedException {
    Outcome outcome = launch(Map.of("BOTTLENECK_MEMORY_MB", "" + memory), "list");
    assertThat(outcome.out())
        .contains(
            "-Xmx" + heap + "m",
            "-Dorg.bytedeco.javacpp.maxbytes=" + arrays + "m",
            "-Dorg.bytedeco.javacpp.maxphysicalbytes=" + (heap + arrays + 1024) + "m");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void tooFewFileHandlesAreNamed() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                "bash", "-c", "ulimit -n 100; exec " + home.resolve("bottleneck") + " list")
            .redirectErrorStream(true)
            .start();
    assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .isEqualTo("bottleneck: only 100 files may be open at once: 256 are needed (ulimit -n)\n");
    assertThat(process.waitFor()).isEqualTo(2);
  }

  /** No arithmetic is done on what was not looked at: brackets could run a command. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "BOTTLENECK_MEMORY_MB",
        "BOTTLENECK_HEAP_MB",
        "BOTTLENECK_OFFHEAP_MB",
        "BOTTLENECK_DEVICE_MB",
        "OMP_NUM_THREADS"
      })
  void aVariableThatIsNoNumberInItsRangeIsNamed(String variable)
      throws IOException, InterruptedException {
    List<String> wrong =
        List.of("4G", "abc", "0", "-1", "010", "1.5", " 512", "99999999999999", "a[$(touch ran)0]");
    for (String value : wrong) {
      Outcome outcome = launch(Map.of(variable, value), "list");
      assertThat(outcome.code()).as(value).isEqualTo(2);
      assertThat(outcome.err().lines()).hasSize(1);
      assertThat(outcome.err())
          .startsWith(
              "bottleneck: " + variable + " is \"" + value + "\": it must be a whole number");
    }
    assertThat(Path.of("ran")).doesNotExist();
  }

  @Test
  void whatNamesNothingIsRefused() throws IOException, InterruptedException {
    Map<String, String> wrong =
        Map.of(
            "BOTTLENECK_PLATFORM", "amiga",
            "BOTTLENECK_DATA", home.resolve("no").toString(),
            "JAVA_HOME", home.resolve("no").toString());
    for (var variable : wrong.entrySet()) {
      Outcome outcome = launch(Map.of(variable.getKey(), variable.getValue()), "list");
      assertThat(outcome.code()).isEqualTo(2);
      assertThat(outcome.err().lines()).hasSize(1);
      assertThat(outcome.err()).contains(variable.getKey() + " is \"" + variable.getValue());
    }
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"1.8.0_402\"\n");
    assertThat(launch(Map.of(), "list").err()).contains("is version 8: install a JDK 17 or newer");
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"17.0.9\"\n");
    assertThat(launch(Map.of(), "list").code()).isZero();
  }

  /** From any folder, by a chain of links, with letters beyond ASCII in a locale without them. */
  @Test
  void isFoundThroughLinks() throws IOException, InterruptedException {
    Path odd = Files.createDirectories(home.resolve("größe und mehr"));
    Path first = Files.createSymbolicLink(odd.resolve("one"), Path.of("../bottleneck"));
    Path second =
        Files.createSymbolicLink(home.resolve("two"), Path.of(odd.getFileName() + "/one"));
    for (Path link : List.of(first, second)) {
      ProcessBuilder builder = new ProcessBuilder(link.toString(), "list").directory(odd.toFile());
      builder.environment().keySet().removeIf(name -> name.matches("(BOTTLENECK|OMP)_.*"));
      builder.environment().put("JAVA_HOME", home.toString());
      builder.environment().put("LC_ALL", "C");
      Process process = builder.redirectErrorStream(true).start();
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor()).as(out).isZero();
      assertThat(out).contains("cpu.jar:" + home.toRealPath() + "/target/classes");
    }
  }

  @Test
  void leavesTheMemoryToWhoeverSetsIt() throws IOException, InterruptedException {
    Outcome outcome =
        launch(
            Map.of(
                "BOTTLENECK_MEMORY_MB", "8192",
                "BOTTLENECK_HEAP_MB", "100",
                "BOTTLENECK_OFFHEAP_MB", "200"),
            "list");
    assertThat(outcome.out())
        .contains("-Xmx100m", "-Dorg.bytedeco.javacpp.maxbytes=200m", "OMP_NUM_THREADS=1");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void takesLargePagesWhereTheSystemGrantsThem() throws IOException, InterruptedException {
    Path granted = Path.of("/sys/kernel/mm/transparent_hugepage/enabled");
    boolean grants = Files.isReadable(granted) && !Files.readString(granted).contains("[never]");
    Outcome outcome = launch(Map.of(), "list");
    assertThat(outcome.out().contains("-XX:+UseTransparentHugePages")).isEqualTo(grants);
    assertThat(outcome.out().contains("GLIBC_TUNABLES=glibc.malloc.hugetlb=1")).isEqualTo(grants);
    assertThat(launch(Map.of("GLIBC_TUNABLES", "glibc.malloc.hugetlb=0"), "list").out())
        .contains("GLIBC_TUNABLES=glibc.malloc.hugetlb=0");
  }

  @Test
  void fewArenasHoldWhatThreadsAskedForUnlessSomeoneSetsThat()
      throws IOException, InterruptedException {
    assertThat(launch(Map.of(), "list").out())
        .contains(
            "MALLOC_ARENA_MAX=4",
            "MALLOC_MMAP_THRESHOLD_=1048576",
            "MALLOC_TRIM_THRESHOLD_=16777216");
    assertThat(launch(Map.of("MALLOC_ARENA_MAX", "2"), "list").out())
        .contains("MALLOC_ARENA_MAX=2");
  }

  @Test
  void takesTheCpuUnlessAsked() throws IOException, InterruptedException {
    Outcome outcome = launch(Map.of("CHOICE", "nd4j-cuda 15000"), "run", "stacked");
    assertThat(outcome.out())
        .contains(classPath("cpu.jar"), "BOTTLENECK_BACKEND=cpu", "-Dbottleneck.backend=cpu");
  }

  /** Kernels of ours need none of ND4J's CUDA libraries, and no Java that looks for GPUs first. */
  @ParameterizedTest
  @ValueSource(strings = {"--backend cuda run x", "run x --backend=cuda", "--backend cuda doctor"})
  void takesKernelsOnTheCpusClassPath(String line) throws IOException, InterruptedException {
    Outcome outcome = launch(Map.of("COMPLAINT", "asked", "CODE", "2"), line.split(" "));
    assertThat(outcome.out())
        .contains(
            classPath("cpu.jar"),
            "-Dbottleneck.backend=cuda",
            "BOTTLENECK_BACKEND=cuda",
            "CUDA_DEVICE_ORDER=PCI_BUS_ID",
            "CUDA_VISIBLE_DEVICES=",
            "BOTTLENECK_DEVICE_MB=");
    assertThat(outcome.err()).isEmpty();
  }

  @Test
  void autoTakesKernelsWhereTheyCanBeHad() throws IOException, InterruptedException {
    Outcome outcome = launch(Map.of("CHOICE", "cuda"), "--backend", "auto", "run", "x");
    assertThat(outcome.out())
        .contains(classPath("cpu.jar"), "-Dbottleneck.backend=cuda", "BOTTLENECK_BACKEND=auto");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"--backend nd4j-cuda run x", "run x --backend=nd4j-cuda", "run --backend auto x"})
  void takesTheGpusThatAreServed(String line) throws IOException, InterruptedException {
    Outcome outcome = launch(Map.of("CHOICE", "nd4j-cuda 15000"), line.split(" "));
    assertThat(outcome.out())
        .contains(
            classPath("cuda.jar"),
            "-Dbottleneck.backend=nd4j-cuda",
            "BOTTLENECK_DEVICE_MB=12000",
            "CUDA_DEVICE_ORDER=PCI_BUS_ID",
            "CUDA_VISIBLE_DEVICES=");
  }

  @ParameterizedTest
  @CsvSource({"4000, 3200", "81000, 64800"})
  void leavesAFifthOfAGpusFreeMemory(int free, int limit) throws IOException, InterruptedException {
    Outcome outcome =
        launch(Map.of("CHOICE", "nd4j-cuda " + free), "--backend", "nd4j-cuda", "list");
    assertThat(outcome.out()).contains("BOTTLENECK_DEVICE_MB=" + limit);
    Outcome set =
        launch(
            Map.of("CHOICE", "nd4j-cuda " + free, "BOTTLENECK_DEVICE_MB", "100"),
            "--backend",
            "nd4j-cuda",
            "list");
    assertThat(set.out()).contains("BOTTLENECK_DEVICE_MB=100");
  }

  @Test
  void hidesThoseThatAreNot() throws IOException, InterruptedException {
    Outcome outcome =
        launch(
            Map.of("CHOICE", "nd4j-cuda 15000 1,3", "BOTTLENECK_BACKEND", "nd4j-cuda"),
            "run",
            "stacked");
    assertThat(outcome.out()).contains(classPath("cuda.jar"), "CUDA_VISIBLE_DEVICES=1,3");
  }

  @Test
  void endsWhereCudaIsRefused() throws IOException, InterruptedException {
    Outcome outcome =
        launch(
            Map.of("COMPLAINT", "bottleneck: no GPU", "CODE", "2"),
            "run",
            "--backend",
            "nd4j-cuda");
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err()).isEqualTo("bottleneck: no GPU\n");
  }

  @Test
  void saysWhyAutoTakesTheCpu() throws IOException, InterruptedException {
    Outcome outcome =
        launch(Map.of("COMPLAINT", "no GPU", "CHOICE", "cpu"), "--backend", "auto", "run", "x");
    assertThat(outcome.out()).contains(classPath("cpu.jar"));
    assertThat(outcome.err()).isEqualTo("no GPU\n");
  }

  @Test
  void letsTheDoctorTellWhatIsWrong() throws IOException, InterruptedException {
    Outcome outcome =
        launch(Map.of("COMPLAINT", "no GPU", "CODE", "2"), "--backend", "nd4j-cuda", "doctor");
    assertThat(outcome.out())
        .contains(classPath("cpu.jar"), "BOTTLENECK_BACKEND=nd4j-cuda", "doctor");
    assertThat(outcome.err()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--backend gpu list", "list --backend=", "list --backend"})
  void refusesOtherBackends(String line) throws IOException, InterruptedException {
    Outcome outcome = launch(Map.of(), line.split(" "));
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err())
        .startsWith("bottleneck: --backend")
        .contains("cpu, cuda, nd4j-cuda or auto");
  }
}
