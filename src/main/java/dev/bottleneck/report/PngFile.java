package dev.bottleneck.report;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.awt.image.DataBufferInt;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * A picture as PNG (https://www.w3.org/TR/png-3), of 8 bits a channel: gray, or red, green and
 * blue.
 *
 * <p>ImageIO writes the same pixels, and takes longer for a report's pictures than an epoch of
 * training: it asks for each pixel by itself, and tries all filters on each row, which help where
 * colours shade off and not in drawings.
 */
final class PngFile {
  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
  private static final int DEPTH = 8;
  private static final int GRAY = 0;
  private static final int COLOURED = 2;
  private static final int HEAD = 13;
  private static final int BLOCK = 1 << 16;

  private PngFile() {}

  /**
   * Writes an image of type {@link BufferedImage#TYPE_INT_RGB} or {@link
   * BufferedImage#TYPE_BYTE_GRAY}.
   */
  static byte[] of(BufferedImage image) {
    boolean gray = image.getType() == BufferedImage.TYPE_BYTE_GRAY;
    if (!gray && image.getType() != BufferedImage.TYPE_INT_RGB) {
      throw new IllegalArgumentException("an image of type " + image.getType());
    }
    ByteBuffer head = ByteBuffer.allocate(HEAD);
    head.putInt(image.getWidth()).putInt(image.getHeight());
    head.put((byte) DEPTH).put((byte) (gray ? GRAY : COLOURED));
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(SIGNATURE);
    chunk(file, "IHDR", head.array());
    byte[] packed = packed(gray ? grayRows(image) : colouredRows(image));
    chunk(file, "IDAT", packed);
    chunk(file, "IEND", new byte[0]);
    return file.toByteArray();
  }

  /** A row begins with the number of its filter: 0, for none. */
  private static byte[] grayRows(BufferedImage image) {
    byte[] levels = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
    int width = image.getWidth();
    byte[] rows = new byte[image.getHeight() * (1 + width)];
    for (int y = 0; y < image.getHeight(); y++) {
      System.arraycopy(levels, y * width, rows, y * (1 + width) + 1, width);
    }
    return rows;
  }

  private static byte[] colouredRows(BufferedImage image) {
    int[] pixels = ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
    int width = image.getWidth();
    byte[] rows = new byte[image.getHeight() * (1 + 3 * width)];
    for (int y = 0; y < image.getHeight(); y++) {
      colouredRow(pixels, y * width, width, rows, y * (1 + 3 * width) + 1);
    }
    return rows;
  }

  private static void colouredRow(int[] pixels, int from, int width, byte[] rows, int to) {
    for (int x = 0; x < width; x++) {
      int pixel = pixels[from + x];
      rows[to + 3 * x] = (byte) (pixel >> 16);
      rows[to + 3 * x + 1] = (byte) (pixel >> 8);
      rows[to + 3 * x + 2] = (byte) pixel;
    }
  }

  private static byte[] packed(byte[] rows) {
    Deflater deflater = new Deflater();
    try {
      deflater.setInput(rows);
      deflater.finish();
      ByteArrayOutputStream packed = new ByteArrayOutputStream();
      byte[] block = new byte[BLOCK];
      while (!deflater.finished()) {
        packed.write(block, 0, deflater.deflate(block));
      }
      return packed.toByteArray();
    } finally {
      deflater.end();
    }
  }

  private static void chunk(ByteArrayOutputStream file, String kind, byte[] content) {
    byte[] name = kind.getBytes(StandardCharsets.US_ASCII);
    CRC32 check = new CRC32();
    check.update(name);
    check.update(content);
    file.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(content.length).array());
    file.writeBytes(name);
    file.writeBytes(content);
    file.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt((int) check.getValue()).array());
  }
}
