package dev.bottleneck.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bottleneck.runtime.UserError;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SoakTest {
  /** So short that each command has one turn. */
  private static final double NO_TIME = 1e-9;

  @TempDir Path folder;
  private final StringWriter printed = new StringWriter();

  private void soak(Soak.Command command) {
    new Soak(NO_TIME, command, new PrintWriter(printed))
        .run(folder.resolve("page.md"), "./bottleneck bench soak");
  }

  @Test
  void carriesOutRunsAndASweepInTurnAndKeepsNoneOfTheirFiles() {
    List<List<String>> commands = new ArrayList<>();
    List<Path> results = new ArrayList<>();
    soak(
        words -> {
          commands.add(List.of(words));
          Path out = Path.of(words[words.length - 1].replace("--out=", ""));
          assertThat(out.getParent()).isDirectory();
          if (words[0].equals("sweep")) {
            assertThat(Path.of(words[1])).content().contains("name: soak");
          }
          results.add(out.getParent());
          return 0;
        });
    assertThat(commands).hasSize(9);
    assertThat(commands).extracting(words -> words.get(0)).containsOnlyOnce("sweep");
    assertThat(commands.get(0)).startsWith("run", "fourier", "--quick");
    assertThat(results).noneMatch(Files::exists);
    assertThat(folder.resolve("page.md"))
        .content()
        .contains("## Soak", "`./bottleneck bench soak`", "| resident memory, MiB |")
        .contains("| threads |", "| file handles |", "commands, of which each had to succeed");
  }

  @Test
  void aCommandThatFailsEndsItWithoutAPage() {
    assertThatThrownBy(() -> soak(words -> 1))
        .hasMessageContaining("run fourier --quick")
        .hasMessageContaining("ended with code 1");
    assertThat(folder.resolve("page.md")).doesNotExist();
  }

  @Test
  void noTimeIsRefused() {
    assertThatThrownBy(() -> new Soak(0, words -> 0, new PrintWriter(printed)))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("--minutes");
  }

  private static List<Drift.Look> looks(double first, double then, double last) {
    return IntStream.rangeClosed(1, 100)
        .mapToObj(
            s -> {
              double heap = s < 10 ? first : s < 90 ? then : last;
              return new Drift.Look(s, new Footprint(0, 1, heap, 1, 0));
            })
        .toList();
  }

  /** What comes within the first tenth is no growth; what comes after is. */
  @Test
  void growthIsThatAfterTheFirstTenth() {
    Drift still = Drift.of(looks(10, 100, 100), Footprint::heap);
    assertThat(still.growth()).isZero();
    assertThat(still.isFlatWithin(0.03)).isTrue();
    Drift grown = Drift.of(looks(10, 100, 104), Footprint::heap);
    assertThat(grown.start()).isEqualTo(100);
    assertThat(grown.end()).isEqualTo(104);
    assertThat(grown.isFlatWithin(0.03)).isFalse();
    assertThat(Drift.of(looks(10, 100, 60), Footprint::heap).isFlatWithin(0.03)).isTrue();
    assertThat(Drift.most(looks(300, 100, 60), Footprint::heap)).isEqualTo(300);
  }

  /** A quantity that the system does not tell is not called flat. */
  @Test
  void whatIsNotSeenIsNotFlat() {
    assertThat(Drift.of(looks(1, 1, 1), Footprint::resident).isFlatWithin(0.03)).isFalse();
  }

  @Test
  void aFootprintSeesWhatIsHeld() {
    byte[][] held = new byte[16][];
    double before = Footprint.now().heap();
    for (int i = 0; i < held.length; i++) {
      held[i] = new byte[1 << 20];
    }
    Footprint after = Footprint.now();
    assertThat(after.heap()).isGreaterThan(before + held.length - 2);
    assertThat(held[0]).isNotNull();
    assertThat(after.threads()).isPositive();
  }
}
