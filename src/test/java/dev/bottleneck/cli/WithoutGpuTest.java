package dev.bottleneck.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.bottleneck.device.FakeDriverLibrary;
import dev.bottleneck.device.FakeNvidiaSmi;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every command where the class path holds the CUDA backend and the machine cannot serve it: one
 * sentence, no stack trace. The backend's own classes are not needed: nothing of it may be loaded.
 */
@EnabledOnOs(OS.LINUX)
class WithoutGpuTest {
  @TempDir Path folder;

  private record Outcome(int code, String text) {}

  private Outcome run(Map<String, String> environment, String mainClass, String... arguments)
      throws IOException, InterruptedException {
    Path services = Files.createDirectories(folder.resolve("cuda/META-INF/services"));
    Files.writeString(
        services.resolve("org.nd4j.linalg.factory.Nd4jBackend"),
        "org.nd4j.linalg.jcublas.JCublasBackend\n");
    String classPath =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> !entry.matches(".*nd4j-(native-1|native-pr|cuda).*"))
            .collect(Collectors.joining(File.pathSeparator));
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Djava.io.tmpdir=" + folder,
                "-Duser.home=" + folder,
                // A machine that has a driver must not be asked for it.
                "-Dbottleneck.cuda.library="
                    + (environment.containsKey("LD_LIBRARY_PATH")
                        ? "libcuda.so.1"
                        : "no-such-library"),
                "-cp",
                folder.resolve("cuda") + File.pathSeparator + classPath,
                mainClass));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.matches("(BOTTLENECK|CUDA)_.*"));
    builder.environment().put("PATH", folder.resolve("bin").toString());
    builder.environment().putAll(environment);
    Process process = builder.start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Outcome(process.waitFor(), text);
  }

  private Outcome bottleneck(String... arguments) throws IOException, InterruptedException {
    return run(Map.of(), "dev.bottleneck.cli.Main", arguments);
  }

  private static void endsInOneSentence(Outcome outcome, String... parts) {
    endsInOneSentence(outcome, "cpu", List.of(parts));
  }

  private static void endsInOneSentence(Outcome outcome, String other, List<String> parts) {
    assertThat(outcome.text()).startsWith("bottleneck: ").contains(parts);
    assertThat(outcome.text().lines()).hasSize(1);
    assertThat(outcome.text().strip()).endsWith(", or take --backend " + other);
    assertThat(outcome.code()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "list",
        "run stacked --quick",
        "compare run another",
        "runs list",
        "reproduce stacked --quick",
        "bench",
        "sweep quick",
        "sweep status results",
        "sweep compare quick",
        "sweep replay quick",
        "encode run --data mnist --out codes.npy",
        "reconstruct run --data mnist --out pictures.png",
        "generate run --count 4 --out samples.png",
        "interpolate run --data mnist --between 3 7 --out walk.png",
        "score-anomalies run --data mnist --out scores.csv",
        "export run --onnx encoder.onnx"
      })
  void everyCommandSaysThatThereIsNoDriver(String line) throws IOException, InterruptedException {
    endsInOneSentence(bottleneck(line.split(" ")), "no NVIDIA driver was found", "450.80.02");
  }

  @Test
  void anExperimentsMainSaysSoToo() throws IOException, InterruptedException {
    endsInOneSentence(
        run(Map.of(), "dev.bottleneck.experiment.StackedExperiment", "--quick"),
        "no NVIDIA driver was found");
  }

  @Test
  void tellsAnOldDriver() throws IOException, InterruptedException {
    FakeNvidiaSmi.write(folder.resolve("bin"), FakeNvidiaSmi.row(0, "7.5", "440.33.01"), 0);
    endsInOneSentence(bottleneck("run", "stacked"), "driver 440.33.01", "too old for CUDA 11.6");
  }

  @Test
  void tellsAGpuThatIsNotServed() throws IOException, InterruptedException {
    FakeNvidiaSmi.write(folder.resolve("bin"), FakeNvidiaSmi.row(0, "9.0", "570.86.15"), 0);
    endsInOneSentence(
        bottleneck("run", "stacked"),
        "cuda",
        List.of(
            "GPU 0 (Tesla Test, compute capability 9.0) is not served",
            "machine code for 3.7 to 8.6"));
  }

  @Test
  void asksTheDriversLibraryWhereThereIsNoCommand() throws IOException, InterruptedException {
    assumeTrue(FakeDriverLibrary.canBeMade(), "no C compiler");
    FakeDriverLibrary.make(
        folder, Map.of("CUDA", 12_080, "INIT", 0, "COUNT", 1, "MAJOR", 10, "MINOR", 0));
    endsInOneSentence(
        run(
            Map.of("LD_LIBRARY_PATH", folder.toString()),
            "dev.bottleneck.cli.Main",
            "run",
            "stacked"),
        "cuda",
        List.of("GPU 0 (First GPU, compute capability 10.0) is not served"));
  }

  @Test
  void helpNeedsNoGpu() throws IOException, InterruptedException {
    Outcome help = bottleneck("run", "--help");
    assertThat(help.code()).isZero();
    assertThat(help.text()).contains("--quick", "--backend");
  }

  @Test
  void theDoctorTellsEveryThingElseToo() throws IOException, InterruptedException {
    FakeNvidiaSmi.write(folder.resolve("bin"), FakeNvidiaSmi.row(0, "9.0", "570.86.15"), 0);
    Outcome doctor = bottleneck("doctor", "--backend", "nd4j-cuda");
    assertThat(doctor.code()).isEqualTo(1);
    assertThat(doctor.text())
        .containsPattern(
            "FAIL +GPU 0 +Tesla Test, compute capability 9.0, 15,000 MiB of 16,000 MiB")
        .containsPattern("FAIL +ND4J +nd4j-cuda-11.6 .* is not loaded")
        .containsPattern("ok +data mnist")
        .contains("What is marked FAIL hinders --backend nd4j-cuda.")
        .doesNotContain("Exception");
  }
}
