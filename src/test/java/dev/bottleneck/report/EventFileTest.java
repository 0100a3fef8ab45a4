package dev.bottleneck.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bottleneck.testing.EventRecords;
import dev.bottleneck.testing.EventRecords.Scalar;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventFileTest {
  @TempDir Path folder;

  /** As every file of TensorFlow's begins: a record of 24 bytes, with that length's checksum. */
  @Test
  void beginsAsTensorFlowsOwnDo() throws Exception {
    Path file = folder.resolve("events");
    EventFile.create(file, 1.5e9).close();
    byte[] bytes = Files.readAllBytes(file);
    assertThat(HexFormat.of().formatHex(bytes, 0, 12)).isEqualTo("1800000000000000a37f4b22");
    assertThat(new String(bytes, 12, 24, StandardCharsets.ISO_8859_1)).endsWith("brain.Event:2");
    assertThat(bytes).hasSize(12 + 24 + 4);
  }

  @Test
  void holdsWhatWasWrittenSoFar() throws Exception {
    Path file = folder.resolve("events");
    try (EventFile events = EventFile.create(file, 0)) {
      events.scalar("training/training loss", 0.1, 5, 1);
      assertThat(EventRecords.read(file))
          .containsExactly(new Scalar("training/training loss", 5, 0.1f));
      events.scalar("fine-tuning/validation loss", Double.NaN, 1L << 40, 2);
      assertThat(EventRecords.read(file))
          .last()
          .isEqualTo(new Scalar("fine-tuning/validation loss", 1L << 40, Float.NaN));
    }
  }

  @Test
  void anotherIsNeverWrittenOver() throws Exception {
    Path file = Files.writeString(folder.resolve("events"), "mine");
    assertThatThrownBy(() -> EventFile.create(file, 0))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThat(file).content().isEqualTo("mine");
  }
}
