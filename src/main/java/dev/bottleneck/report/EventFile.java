package dev.bottleneck.report;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;
import org.nd4j.shade.protobuf.CodedOutputStream;

/**
 * A file of scalars that TensorBoard reads while it grows.
 *
 * <p>It is a row of records as TensorFlow frames them (tensorflow/core/lib/io/record_writer.h):
 * length, its checksum, content, its checksum; lengths and checksums little-endian, a checksum a
 * CRC-32C turned right by 15 bits, plus 0xa282ead8. The content of each is an {@code Event}
 * (tensorflow/core/util/event.proto). Each is written at once, so that a reader never waits for its
 * rest.
 */
public final class EventFile implements AutoCloseable {
  private static final String VERSION = "brain.Event:2";
  private static final int MASK = 0xa282ead8;

  // Fields of Event, of its Summary, and of that one's Value.
  private static final int WALL_TIME = 1;
  private static final int STEP = 2;
  private static final int FILE_VERSION = 3;
  private static final int SUMMARY = 5;
  private static final int VALUE = 1;
  private static final int TAG = 1;
  private static final int SIMPLE_VALUE = 2;

  private final OutputStream out;

  /** Writes the fields of a message. */
  @FunctionalInterface
  private interface Fields {
    void write(CodedOutputStream out) throws IOException;
  }

  private EventFile(OutputStream out) {
    this.out = out;
  }

  /**
   * Begins a new file.
   *
   * @param seconds since 1970
   */
  public static EventFile create(Path file, double seconds) throws IOException {
    EventFile made =
        new EventFile(
            new BufferedOutputStream(
                Files.newOutputStream(
                    file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)));
    made.record(
        message(
            event -> {
              event.writeDouble(WALL_TIME, seconds);
              event.writeString(FILE_VERSION, VERSION);
            }));
    return made;
  }

  /**
   * Adds a value.
   *
   * @param tag names its series; what is before a '/' names a group of them
   * @param seconds since 1970
   */
  public void scalar(String tag, double value, long step, double seconds) throws IOException {
    byte[] named =
        message(
            v -> {
              v.writeString(TAG, tag);
              v.writeFloat(SIMPLE_VALUE, (float) value);
            });
    byte[] summary = message(s -> s.writeByteArray(VALUE, named));
    record(
        message(
            event -> {
              event.writeDouble(WALL_TIME, seconds);
              event.writeInt64(STEP, step);
              event.writeByteArray(SUMMARY, summary);
            }));
  }

  private static byte[] message(Fields fields) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    fields.write(out);
    out.flush();
    return bytes.toByteArray();
  }

  private void record(byte[] content) throws IOException {
    byte[] length =
        ByteBuffer.allocate(Long.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(content.length)
            .array();
    out.write(length);
    out.write(checksum(length));
    out.write(content);
    out.write(checksum(content));
    out.flush();
  }

  private static byte[] checksum(byte[] of) {
    CRC32C crc = new CRC32C();
    crc.update(of);
    int turned = Integer.rotateRight((int) crc.getValue(), 15) + MASK;
    return ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(turned).array();
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
