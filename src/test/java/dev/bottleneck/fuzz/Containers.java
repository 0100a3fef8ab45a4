package dev.bottleneck.fuzz;

import dev.bottleneck.data.Sha256;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** Changes what lies under a checksum, and makes the checksum right again. */
final class Containers {
  private static final int PNG_HEAD = 8;
  private static final int SHA256_BYTES = 32;

  private Containers() {}

  /** An entry of a zip becomes another, or goes, or changes its name. */
  static Mutation zip(String entry, Mutation mutation) {
    return (content, other, random) -> {
      Map<String, byte[]> entries = unzipped(content);
      byte[] old = entries.get(entry);
      byte[] others = unzipped(other).getOrDefault(entry, old);
      switch (random.nextInt(20)) {
        case 0 -> entries.remove(entry);
        case 1 -> entries.put(Hostile.text(random), entries.remove(entry));
        case 2 -> entries.put(entry, others);
        default -> entries.put(entry, mutation.of(old, others, random));
      }
      return zipped(entries);
    };
  }

  static Map<String, byte[]> unzipped(byte[] content) throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(content))) {
      for (ZipEntry e = zip.getNextEntry(); e != null; e = zip.getNextEntry()) {
        entries.put(e.getName(), zip.readAllBytes());
      }
    }
    return entries;
  }

  static byte[] zipped(Map<String, byte[]> entries) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        ZipEntry head = new ZipEntry(entry.getKey());
        head.setTime(0);
        zip.putNextEntry(head);
        zip.write(entry.getValue());
      }
    }
    return bytes.toByteArray();
  }

  /** What a gzip holds becomes another. */
  static Mutation gzip(Mutation mutation) {
    return (content, other, random) ->
        gzipped(mutation.of(gunzipped(content), gunzipped(other), random));
  }

  static byte[] gzipped(byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream packed = new GZIPOutputStream(bytes)) {
      packed.write(content);
    }
    return bytes.toByteArray();
  }

  private static byte[] gunzipped(byte[] content) throws IOException {
    return new GZIPInputStream(new ByteArrayInputStream(content)).readAllBytes();
  }

  /** A chunk of a PNG becomes another, or goes, or stands twice. */
  static Mutation png(Mutation mutation) {
    return (content, other, random) -> {
      List<byte[]> chunks = chunks(content);
      int at = random.nextInt(chunks.size());
      switch (random.nextInt(10)) {
        case 0 -> chunks.remove(at);
        case 1 -> chunks.add(random.nextInt(chunks.size()), chunks.get(at));
        default -> chunks.set(at, mutation.of(chunks.get(at), chunks.get(0), random));
      }
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      bytes.write(content, 0, PNG_HEAD);
      for (byte[] chunk : chunks) {
        CRC32 crc = new CRC32();
        crc.update(chunk);
        bytes.write(ByteBuffer.allocate(4).putInt(chunk.length - 4).array());
        bytes.write(chunk);
        bytes.write(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
      }
      return bytes.toByteArray();
    };
  }

  /** Type and data of each chunk. */
  private static List<byte[]> chunks(byte[] png) {
    List<byte[]> chunks = new ArrayList<>();
    int length;
    for (int at = PNG_HEAD; at < png.length; at += 12 + length) {
      length = ByteBuffer.wrap(png).getInt(at);
      chunks.add(Arrays.copyOfRange(png, at + 4, at + 8 + length));
    }
    return chunks;
  }

  /** All but the SHA-256 at the end, which follows. */
  static Mutation sealed(Mutation mutation) {
    return (content, other, random) -> {
      byte[] changed = mutation.of(unsealed(content), unsealed(other), random);
      MessageDigest hash = Sha256.digest();
      hash.update(changed);
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      bytes.write(changed);
      bytes.write(hash.digest());
      return bytes.toByteArray();
    };
  }

  private static byte[] unsealed(byte[] content) {
    return Arrays.copyOf(content, content.length - SHA256_BYTES);
  }
}
