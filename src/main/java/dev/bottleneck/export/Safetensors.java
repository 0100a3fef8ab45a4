package dev.bottleneck.export;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The safetensors format: the header's length in eight bytes, the header as JSON, then all values
 * without gaps, little-endian.
 *
 * <p>Source: Hugging Face's description, github.com/huggingface/safetensors. Spaces behind the
 * header let the values begin at a multiple of eight bytes, as the reference does it.
 */
final class Safetensors {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int ALIGNMENT = 8;

  private Safetensors() {}

  /** Writes the arrays in their order, and {@code metadata} in the header. */
  static void write(List<NamedArray> arrays, Map<String, String> metadata, OutputStream out)
      throws IOException {
    byte[] header = JSON.writeValueAsBytes(header(arrays, metadata));
    int length = (header.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    ByteBuffer head = ByteBuffer.allocate(Long.BYTES + length).order(ByteOrder.LITTLE_ENDIAN);
    Arrays.fill(head.array(), (byte) ' ');
    head.putLong(length).put(header);
    out.write(head.array());
    for (NamedArray array : arrays) {
      NamedArray.write(array.values(), out);
    }
  }

  private static ObjectNode header(List<NamedArray> arrays, Map<String, String> metadata) {
    ObjectNode header = JSON.createObjectNode();
    ObjectNode told = header.putObject("__metadata__");
    metadata.forEach(told::put);
    long offset = 0;
    for (NamedArray array : arrays) {
      ObjectNode entry = header.putObject(array.name()).put("dtype", "F32");
      var shape = entry.putArray("shape");
      Arrays.stream(array.shape()).forEach(shape::add);
      entry.putArray("data_offsets").add(offset).add(offset + array.bytes());
      offset += array.bytes();
    }
    return header;
  }
}
