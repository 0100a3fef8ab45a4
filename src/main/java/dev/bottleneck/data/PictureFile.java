package dev.bottleneck.data;

import dev.bottleneck.runtime.UserError;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * An image file, decoded or refused: the JDK's decoders take a JPEG that is cut short, and a PNG
 * whose checksums are wrong, for good.
 */
final class PictureFile {
  /** More pixels than any image that an autoencoder learns from; a bomb has more. */
  private static final long MOST_PIXELS = 1L << 24;

  private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

  private PictureFile() {}

  /** What the first bytes say. */
  private enum Format {
    PNG,
    JPEG,
    GIF,
    BMP,
    TIFF
  }

  /**
   * The pixels of {@code source}.
   *
   * @param shape of images before it, which it must share before it is decoded; {@code null} for
   *     the first
   * @param first the image that has that shape, for messages
   */
  static Picture read(SourceFile source, SampleShape shape, Object first) {
    Format format = format(source);
    if (format == Format.PNG) {
      checkPng(source);
    }
    int orientation = format == Format.JPEG ? orientation(source.bytes()) : 1;
    ImageReader reader =
        ImageIO.getImageReadersByFormatName(format.name().toLowerCase(Locale.ROOT)).next();
    List<String> warnings = new ArrayList<>();
    reader.addIIOReadWarningListener((from, warning) -> warnings.add(warning));
    try (ImageInputStream in =
        new MemoryCacheImageInputStream(new ByteArrayInputStream(source.bytes()))) {
      reader.setInput(in, true, true);
      boolean turned = orientation >= 5;
      int width = turned ? reader.getHeight(0) : reader.getWidth(0);
      int height = turned ? reader.getWidth(0) : reader.getHeight(0);
      requireSize(source, width, height, shape, first);
      BufferedImage image = reader.read(0);
      if (!warnings.isEmpty()) {
        throw damaged(source, warnings.get(0), null);
      }
      requireEnd(source, format);
      return Picture.of(image, orientation);
    } catch (IOException | RuntimeException e) {
      if (e instanceof UserError error) {
        throw error;
      }
      // The JDK's decoders answer damaged files with exceptions of many kinds.
      throw damaged(source, explained(e), e);
    } finally {
      reader.dispose();
    }
  }

  private static String explained(Exception e) {
    String message = e.getMessage() == null ? e.toString() : e.getMessage();
    return message.contains("Unsupported Image Type")
        ? "its colours are not red, green and blue (CMYK?): save it as RGB"
        : message.lines().findFirst().orElse(message);
  }

  private static UserError damaged(SourceFile source, String why, Exception cause) {
    return new UserError(source.location() + " is a damaged image: " + why, cause);
  }

  private static void requireSize(
      SourceFile source, int width, int height, SampleShape shape, Object first) {
    if (width < 1 || height < 1 || (long) width * height > MOST_PIXELS) {
      throw damaged(source, "it claims " + width + "x" + height + " pixels", null);
    }
    if (shape != null && (width != shape.width() || height != shape.height())) {
      throw new UserError(
          String.format(
              Locale.ROOT,
              "%s is %dx%d pixels, but %s is %dx%d: all images must have one size",
              source.location(),
              width,
              height,
              first,
              shape.width(),
              shape.height()));
    }
  }

  private static Format format(SourceFile source) {
    byte[] b = source.bytes();
    if (startsWith(b, PNG)) {
      return Format.PNG;
    }
    if (startsWith(b, new byte[] {(byte) 0xff, (byte) 0xd8, (byte) 0xff})) {
      return Format.JPEG;
    }
    if (startsWith(b, "GIF8".getBytes(StandardCharsets.US_ASCII))) {
      return Format.GIF;
    }
    if (startsWith(b, new byte[] {'I', 'I', 42, 0})
        || startsWith(b, new byte[] {'M', 'M', 0, 42})) {
      return Format.TIFF;
    }
    if (startsWith(b, new byte[] {'B', 'M'})) {
      return Format.BMP;
    }
    throw new UserError(
        source.location() + " is neither a PNG nor a JPEG image, nor GIF, BMP or TIFF");
  }

  private static boolean startsWith(byte[] bytes, byte[] magic) {
    return bytes.length >= magic.length
        && Arrays.equals(bytes, 0, magic.length, magic, 0, magic.length);
  }

  /** Every chunk's checksum, and that the last one is IEND (ISO 15948, section 5). */
  private static void checkPng(SourceFile source) {
    ByteBuffer bytes = ByteBuffer.wrap(source.bytes());
    int at = PNG.length;
    while (at + 12 <= bytes.capacity()) {
      int length = bytes.getInt(at);
      if (length < 0 || length > bytes.capacity() - at - 12) {
        throw damaged(source, "it ends too early", null);
      }
      CRC32 crc = new CRC32();
      crc.update(source.bytes(), at + 4, length + 4);
      if ((int) crc.getValue() != bytes.getInt(at + 8 + length)) {
        throw damaged(source, "a checksum is wrong", null);
      }
      if (bytes.getInt(at + 4) == 0x49454E44) {
        return;
      }
      at += 12 + length;
    }
    throw damaged(source, "it ends too early", null);
  }

  /** What the decoders do not miss: the mark at the end of a GIF and a JPEG, a BMP's length. */
  private static void requireEnd(SourceFile source, Format format) {
    byte[] b = source.bytes();
    int end = b.length;
    while (end > 0 && b[end - 1] == 0) {
      end--;
    }
    boolean whole =
        switch (format) {
          case GIF -> end > 0 && b[end - 1] == 0x3b;
          case JPEG -> hasEndOfImage(b);
          case BMP -> ByteBuffer.wrap(b).order(ByteOrder.LITTLE_ENDIAN).getInt(2) <= b.length;
          default -> true;
        };
    if (!whole) {
      throw damaged(source, "it ends too early", null);
    }
  }

  private static boolean hasEndOfImage(byte[] b) {
    for (int i = b.length - 2; i > 1; i--) {
      if (b[i] == (byte) 0xff && b[i + 1] == (byte) 0xd9) {
        return true;
      }
      if (b[i] == (byte) 0xff && b[i + 1] == (byte) 0xda) {
        return false;
      }
    }
    return false;
  }

  /** EXIF's orientation, 1 where there is none or it is damaged (EXIF 2.3, tag 0x0112). */
  static int orientation(byte[] jpeg) {
    int at = 2;
    while (at + 4 <= jpeg.length && jpeg[at] == (byte) 0xff) {
      int marker = jpeg[at + 1] & 0xff;
      int length = (jpeg[at + 2] & 0xff) << 8 | jpeg[at + 3] & 0xff;
      if (marker == 0xda || length < 2 || at + 2 + length > jpeg.length) {
        return 1;
      }
      if (marker == 0xe1
          && length > 16
          && new String(jpeg, at + 4, 4, StandardCharsets.US_ASCII).equals("Exif")) {
        return tiffOrientation(ByteBuffer.wrap(jpeg, at + 10, length - 8).slice());
      }
      at += 2 + length;
    }
    return 1;
  }

  private static int tiffOrientation(ByteBuffer tiff) {
    try {
      tiff.order(tiff.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
      int directory = tiff.getInt(4);
      int entries = tiff.getShort(directory) & 0xffff;
      for (int i = 0; i < entries; i++) {
        int entry = directory + 2 + 12 * i;
        if ((tiff.getShort(entry) & 0xffff) == 0x0112) {
          int value = tiff.getShort(entry + 8) & 0xffff;
          return value >= 1 && value <= 8 ? value : 1;
        }
      }
      return 1;
    } catch (IndexOutOfBoundsException e) {
      return 1; // a damaged note beside the picture says nothing of the picture
    }
  }
}
