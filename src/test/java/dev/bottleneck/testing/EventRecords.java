package dev.bottleneck.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.nd4j.shade.protobuf.CodedInputStream;
import org.tensorflow.framework.Summary;

/** An event file as TensorBoard reads it: by TensorFlow's own Summary, checksums looked at. */
public final class EventRecords {
  /** A value of a series. */
  public record Scalar(String tag, long step, float value) {}

  private EventRecords() {}

  /** All scalars of a file, in its order. */
  public static List<Scalar> read(Path file) throws IOException {
    List<Scalar> scalars = new ArrayList<>();
    ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    while (in.hasRemaining()) {
      byte[] length = new byte[8];
      in.get(length);
      assertThat(in.getInt()).isEqualTo(masked(length));
      byte[] content =
          new byte[(int) ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getLong()];
      in.get(content);
      assertThat(in.getInt()).isEqualTo(masked(content));
      scalars.addAll(scalars(content));
    }
    return scalars;
  }

  private static int masked(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    long value = crc.getValue();
    return (int) (((value >>> 15 | value << 17) & 0xffffffffL) + 0xa282ead8L);
  }

  private static List<Scalar> scalars(byte[] event) throws IOException {
    CodedInputStream in = CodedInputStream.newInstance(event);
    long step = 0;
    List<Scalar> scalars = new ArrayList<>();
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (tag >>> 3) {
        case 2 -> step = in.readInt64();
        case 5 -> {
          for (Summary.Value value : Summary.parseFrom(in.readByteArray()).getValueList()) {
            scalars.add(new Scalar(value.getTag(), step, value.getSimpleValue()));
          }
        }
        default -> in.skipField(tag);
      }
    }
    return scalars;
  }
}
