package dev.bottleneck.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class TypefaceTest {
  @Test
  @EnabledOnOs(OS.LINUX)
  void figuresAreTheSameOnAMachineWithoutFonts(@TempDir Path folder) throws Exception {
    Path empty = folder.resolve("fonts.conf");
    Files.writeString(empty, "<?xml version=\"1.0\"?><fontconfig></fontconfig>");
    Path out = folder.resolve("figure.png");
    Process process = withoutFonts(empty, folder, InOwnProcess.class.getName(), out.toString());
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(said).isZero();
    assertThat(out).hasBinaryContent(InOwnProcess.figure().png());
  }

  /** A JVM that finds no font; the JDK also keeps what it once found below the user's home. */
  private static Process withoutFonts(Path fontconfig, Path home, String... command)
      throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Djava.awt.headless=true",
            "-Duser.home=" + home,
            "-cp",
            System.getProperty("java.class.path"));
    builder.command().addAll(List.of(command));
    builder.environment().put("FONTCONFIG_FILE", fontconfig.toString());
    return builder.redirectErrorStream(true).start();
  }

  /** Draws a figure in a process of its own. */
  static final class InOwnProcess {
    private InOwnProcess() {}

    static Figure figure() {
      return Figure.draw(
          "figure",
          "",
          "",
          () ->
              IntervalChart.titled("Σ – %", "x", 2, "mean")
                  .row("arm", List.of(new IntervalChart.Estimate(1, 0, 2)), 1, 2)
                  .draw());
    }

    public static void main(String[] args) throws Exception {
      Figure figure = figure();
      if (!figure.drawn()) {
        throw new IllegalStateException(figure.failure());
      }
      Files.write(Path.of(args[0]), figure.png());
    }
  }
}
