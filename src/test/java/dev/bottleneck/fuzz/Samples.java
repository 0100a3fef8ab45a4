package dev.bottleneck.fuzz;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;

/** Small valid files of examples. */
final class Samples {
  private static final int SIDE = 6;
  private static final int CLASSES = 3;

  private Samples() {}

  /** Images and labels of one part, by MNIST's names. */
  static void idx(String part, int count, Map<String, byte[]> into) {
    SplittableRandom random = new SplittableRandom(count);
    ByteBuffer images = ByteBuffer.allocate(16 + count * SIDE * SIDE);
    images.putInt(0x803).putInt(count).putInt(SIDE).putInt(SIDE);
    ByteBuffer labels = ByteBuffer.allocate(8 + count).putInt(0x801).putInt(count);
    for (int i = 0; i < count; i++) {
      labels.put((byte) (i % CLASSES));
      for (int p = 0; p < SIDE * SIDE; p++) {
        images.put((byte) random.nextInt());
      }
    }
    into.put(part + "-images-idx3-ubyte", images.array());
    into.put(part + "-labels-idx1-ubyte", labels.array());
  }

  /** Tables written in several ways. */
  static List<String> tables() {
    StringBuilder plain = new StringBuilder("width,height,label\n");
    StringBuilder german = new StringBuilder("Breite;Höhe;class\r\n");
    StringBuilder bare = new StringBuilder();
    for (int i = 0; i < 10; i++) {
      plain.append(i * 0.25).append(',').append(-i).append(',').append("abc".charAt(i % 3));
      plain.append('\n');
      german.append(i).append(",5;\"").append(3 * i).append("\";").append(i % 2).append("\r\n");
      bare.append("1e-").append(i).append('\t').append(i * i).append('\n');
    }
    return List.of(plain.toString(), german.toString(), bare.toString());
  }

  /** Arrays of examples with their classes as an array or a text. */
  static List<Map<String, byte[]>> arrays() {
    int count = 7;
    ByteBuffer floats = ByteBuffer.allocate(count * 4 * 4).order(ByteOrder.LITTLE_ENDIAN);
    ByteBuffer images = ByteBuffer.allocate(count * 3 * 3 * 2).order(ByteOrder.BIG_ENDIAN);
    ByteBuffer classes = ByteBuffer.allocate(count * 8).order(ByteOrder.LITTLE_ENDIAN);
    ByteBuffer names = ByteBuffer.allocate(count * 3 * 4).order(ByteOrder.LITTLE_ENDIAN);
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < count; i++) {
      for (int j = 0; j < 4; j++) {
        floats.putFloat((i - j) / 3f);
      }
      for (int j = 0; j < 9; j++) {
        images.putShort((short) (1_000 * i + j));
      }
      classes.putLong(i % CLASSES);
      names.putInt('a' + i % CLASSES).putInt('x').putInt(0);
      lines.append("cat dog eel".split(" ")[i % CLASSES]).append('\n');
    }
    byte[] text = lines.toString().getBytes(StandardCharsets.UTF_8);
    return List.of(
        Map.of(
            "x.npy", npy("<f4", false, "7, 4", floats), "y.npy", npy("<i8", false, "7,", classes)),
        Map.of(
            "x.npy", npy(">u2", false, "7, 3, 3", images), "y.npy", npy("<U3", false, "7,", names)),
        Map.of("x.npy", npy("<f4", true, "7, 4", floats), "y.txt", text));
  }

  private static byte[] npy(String type, boolean fortran, String shape, ByteBuffer values) {
    String order = fortran ? "True" : "False";
    String header =
        "{'descr': '%s', 'fortran_order': %s, 'shape': (%s), }".formatted(type, order, shape);
    header += " ".repeat(117 - header.length()) + "\n";
    return ByteBuffer.allocate(10 + header.length() + values.capacity())
        .order(ByteOrder.LITTLE_ENDIAN)
        .put("\u0093NUMPY\u0001\u0000".getBytes(StandardCharsets.ISO_8859_1))
        .putShort((short) header.length())
        .put(header.getBytes(StandardCharsets.US_ASCII))
        .put(values.array())
        .array();
  }

  /** A zip whose entries are not packed, as NumPy writes it. */
  static byte[] stored(Map<String, byte[]> entries) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        ZipEntry head = new ZipEntry(entry.getKey());
        CRC32 crc = new CRC32();
        crc.update(entry.getValue());
        head.setMethod(ZipEntry.STORED);
        head.setSize(entry.getValue().length);
        head.setCrc(crc.getValue());
        head.setTime(0);
        zip.putNextEntry(head);
        zip.write(entry.getValue());
      }
    }
    return bytes.toByteArray();
  }

  /** Folders of two classes: of grey pictures, indexed and coloured ones. */
  static List<Map<String, byte[]>> pictures(String format) throws IOException {
    List<Integer> types = new ArrayList<>(List.of(BufferedImage.TYPE_BYTE_GRAY));
    types.add(BufferedImage.TYPE_3BYTE_BGR);
    if (format.equals("png")) {
      types.addAll(List.of(BufferedImage.TYPE_BYTE_INDEXED, BufferedImage.TYPE_4BYTE_ABGR));
      types.addAll(List.of(BufferedImage.TYPE_USHORT_GRAY, BufferedImage.TYPE_BYTE_BINARY));
    }
    List<Map<String, byte[]>> folders = new ArrayList<>();
    for (int type : types) {
      Map<String, byte[]> folder = new TreeMap<>();
      for (int i = 0; i < 4; i++) {
        String name = "pictures/class" + i % 2 + "/" + i + "." + format;
        folder.put(name, picture(type, i, format));
      }
      folders.add(folder);
    }
    return folders;
  }

  private static byte[] picture(int type, int number, String format) throws IOException {
    BufferedImage image = new BufferedImage(SIDE + 3, SIDE, type);
    SplittableRandom random = new SplittableRandom(number);
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE + 3; x++) {
        image.setRGB(x, y, random.nextInt() | 0xff000000);
      }
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(image, format, bytes);
    return bytes.toByteArray();
  }
}
