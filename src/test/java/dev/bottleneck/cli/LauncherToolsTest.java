package dev.bottleneck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bottleneck.cli.FakeInstallation.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The words of the launcher's that start other programs: shell, notebook, kernel. */
@DisabledOnOs(OS.WINDOWS)
class LauncherToolsTest {
  private static final String PRINTS =
      "printf '%s\\n' \"$0\" \"$@\" \"JUPYTER_PATH=$JUPYTER_PATH\""
          + " \"BOTTLENECK_BACKEND=$BOTTLENECK_BACKEND\"\n";

  @TempDir Path folder;
  private Path home;
  private FakeInstallation installation;

  @BeforeEach
  void install() throws IOException {
    home = Files.createDirectories(folder.resolve("a folder"));
    installation = FakeInstallation.in(home);
    installation.script("bin/jshell", PRINTS);
    installation.script("bin/javac", "");
    installation.script("bin/jupyter-lab", PRINTS);
    installation.script("mvnw", "exit 0\n");
  }

  private Outcome launch(String... words) throws IOException, InterruptedException {
    String path = home.resolve("bin") + ":" + System.getenv("PATH");
    return installation.launch(Map.of("PATH", path), words);
  }

  private void writeKernel() throws IOException {
    Path kernel = Files.createDirectories(home.resolve("notebooks/kernel"));
    for (String name : new String[] {"install", "LoopThread.java"}) {
      Files.copy(Path.of("notebooks/kernel", name), kernel.resolve(name));
    }
    Files.createDirectories(home.resolve("target/jupyter/kernels/bottleneck"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"shell -q one", "--backend cpu shell -q one", "shell -q --backend=cpu one"})
  void theShellTakesWhatFollows(String line) throws IOException, InterruptedException {
    Outcome outcome = launch(line.split(" "));
    assertThat(outcome.code()).isZero();
    assertThat(outcome.out())
        .contains(home.resolve("bin/jshell").toString(), installation.classPath("cpu.jar"))
        .anyMatch(word -> word.startsWith("-R-Xmx"))
        .containsSequence("-q", "one")
        .doesNotContain("cpu", "--backend=cpu", "shell");
  }

  @Test
  void theShellNeedsNoWords() throws IOException, InterruptedException {
    Outcome outcome = launch("shell");
    assertThat(outcome.code()).isZero();
    assertThat(outcome.out()).anyMatch(word -> word.endsWith("shell.jsh"));
  }

  @Test
  void aFlagThatIsNobodysIsNamed() throws IOException, InterruptedException {
    Outcome outcome = launch("--nonsense", "shell");
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).isEqualTo("bottleneck: unknown option --nonsense before shell\n");
  }

  @Test
  void helpIsTheCommandLines() throws IOException, InterruptedException {
    assertThat(launch("shell", "--help").out())
        .contains("dev.bottleneck.cli.Main")
        .containsSequence("shell", "--help");
  }

  @Test
  void theNotebookHasTheKernelOnJupytersPath() throws IOException, InterruptedException {
    writeKernel();
    Outcome outcome = launch("--backend", "cuda", "notebook", "--port=1");
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out())
        .as("what the kernel's launcher is started with")
        .contains("BOTTLENECK_BACKEND=cuda")
        .contains(home.resolve("bin/jupyter-lab").toString())
        .contains("--notebook-dir=" + home.resolve("notebooks"), "--port=1")
        .contains("JUPYTER_PATH=" + home.resolve("target/jupyter"));
    assertThat(home.resolve("target/jupyter/kernels/bottleneck/kernel.json"))
        .content()
        .contains("\"" + home.resolve("bottleneck") + "\", \"kernel\", \"{connection_file}\"");
  }

  @Test
  void withoutNotebooksItSaysSo() throws IOException, InterruptedException {
    Outcome outcome = launch("notebook");
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).startsWith("bottleneck: there are no notebooks in " + home);
  }

  @Test
  void theKernelStandsBehindItsMendedClass() throws IOException, InterruptedException {
    assertThat(launch("kernel", "file").err()).contains("the kernel is not installed");
    Path kernel = Files.createDirectories(home.resolve("target/jupyter/kernels/bottleneck"));
    Path jar = Files.createFile(kernel.resolve("rapaio-jupyter-kernel.jar"));
    assertThat(launch("kernel", "file").out())
        .contains(kernel.resolve("classes") + ":" + installation.classPath("cpu.jar") + ":" + jar)
        .containsSequence("org.rapaio.jupyter.kernel.MainApp", "file");
  }
}
