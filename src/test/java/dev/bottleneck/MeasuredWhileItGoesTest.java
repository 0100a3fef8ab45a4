package dev.bottleneck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bottleneck.testing.EventRecords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a listener and TensorBoard hear of a run is what its folder says in the end. */
class MeasuredWhileItGoesTest {
  @TempDir Path folder;

  private RunBuilder run() {
    return Bottleneck.experiment("denoising-pretraining")
        .quick()
        .seeds(2)
        .out(folder.resolve("runs"));
  }

  @Test
  void aListenerHearsAllThatTheFolderHasInTheEnd() {
    List<Run.Measured> heard = new CopyOnWriteArrayList<>();
    Run run = run().onMeasured(heard::add).train();
    assertThat(heard).isNotEmpty().containsExactlyInAnyOrderElementsOf(run.measured());
  }

  @Test
  void tensorBoardHasAFolderANetworkWithTheSameValues() throws IOException {
    Path board = folder.resolve("board");
    Run run = run().tensorBoard(board).train();
    String name = "denoising-pretraining-" + run.folder().getFileName();
    for (Run.Measured of : run.measured()) {
      Path network = board.resolve(name).resolve(of.arm()).resolve("seed-" + of.seed());
      assertThat(scalars(network))
          .anySatisfy(
              scalar -> {
                assertThat(scalar.tag()).isEqualTo(of.phase() + "/" + of.metric());
                assertThat(scalar.value()).isEqualTo((float) of.value());
                assertThat(scalar.step()).isPositive();
              });
    }
    try (Stream<Path> files = Files.walk(board)) {
      assertThat(files.filter(Files::isRegularFile)).hasSize(3 * 2);
    }
  }

  private static List<EventRecords.Scalar> scalars(Path network) throws IOException {
    try (Stream<Path> files = Files.list(network)) {
      return EventRecords.read(files.findFirst().orElseThrow());
    }
  }

  @Test
  void whatAListenerThrowsFailsTheNetwork() {
    RunBuilder run =
        run()
            .onMeasured(
                measured -> {
                  throw new IllegalStateException("enough");
                });
    assertThatThrownBy(run::train)
        .isInstanceOf(BottleneckException.class)
        .hasMessageContaining("enough");
  }

  @Test
  void aFolderThatCannotBeMadeIsToldBeforeAnythingIsWritten() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    assertThatThrownBy(() -> run().tensorBoard(file.resolve("board")).train())
        .isInstanceOf(BottleneckException.class)
        .hasMessageContaining("--tensorboard");
    assertThat(folder.resolve("runs")).doesNotExist();
  }
}
