package dev.bottleneck.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.bottleneck.runtime.UserError;
import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pictures of every kind: the right pixels, or refused by name. */
class PictureFileTest {
  @TempDir private Path folder;

  private static byte[] encoded(BufferedImage image, String format) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    assertThat(ImageIO.write(image, format, bytes)).isTrue();
    return bytes.toByteArray();
  }

  private static Picture read(byte[] bytes) {
    return PictureFile.read(new SourceFile("x", "x", bytes), null, null);
  }

  private static BufferedImage rgb(int width, int height) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < width * height; i++) {
      image.setRGB(i % width, i / width, i * 37 << 16 | i * 11 << 8 | 255 - i);
    }
    return image;
  }

  private static BufferedImage palette() {
    byte[] red = {0, -1, 100, 20};
    byte[] green = {0, 50, 100, -1};
    byte[] blue = {0, 9, 100, 70};
    IndexColorModel model = new IndexColorModel(2, 4, red, green, blue);
    BufferedImage image = new BufferedImage(9, 7, BufferedImage.TYPE_BYTE_BINARY, model);
    for (int i = 0; i < 63; i++) {
      image.getRaster().setSample(i % 9, i / 9, 0, i * 5 % 4);
    }
    return image;
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "gif", "bmp", "tiff"})
  void keepsTheColoursOfLosslessFormats(String format) throws IOException {
    BufferedImage image = format.equals("gif") ? palette() : rgb(5, 4);
    Picture picture = read(encoded(image, format));
    float[] values = picture.values(3);
    int n = image.getWidth() * image.getHeight();
    for (int i = 0; i < n; i++) {
      int pixel = image.getRGB(i % image.getWidth(), i / image.getWidth());
      assertThat(values[i]).isEqualTo((pixel >> 16 & 0xff) / 255f);
      assertThat(values[n + i]).isEqualTo((pixel >> 8 & 0xff) / 255f);
      assertThat(values[2 * n + i]).isEqualTo((pixel & 0xff) / 255f);
    }
    assertThat(picture.form(true)).isEqualTo(new Picture.Form(3, false));
    assertThat(picture.form(false)).isEqualTo(new Picture.Form(1, true));
  }

  /** 16 bits are not rounded to 8, and gray values are not brightened. */
  @ParameterizedTest
  @CsvSource({"1, 0, 12345, 0.18837262", "3, 0, 12345, 0.18837262"})
  void keepsSixteenBits(int channels, int at, int value, float expected) throws IOException {
    ComponentColorModel model =
        new ComponentColorModel(
            ColorSpace.getInstance(channels == 1 ? ColorSpace.CS_GRAY : ColorSpace.CS_sRGB),
            false,
            false,
            Transparency.OPAQUE,
            DataBuffer.TYPE_USHORT);
    var raster = Raster.createInterleavedRaster(DataBuffer.TYPE_USHORT, 2, 2, channels, null);
    raster.setSample(0, 0, at, value);
    Picture picture = read(encoded(new BufferedImage(model, raster, false, null), "png"));
    assertThat(picture.values(channels)[0]).isEqualTo(expected);
    assertThat(picture.form(true).fine()).isTrue();
  }

  @Test
  void laysWhatIsTransparentOverWhite() throws IOException {
    BufferedImage image = new BufferedImage(3, 1, BufferedImage.TYPE_INT_ARGB);
    image.setRGB(0, 0, 0x00123456);
    image.setRGB(1, 0, 0xFF000000);
    image.setRGB(2, 0, 0x80000000);
    Picture picture = read(encoded(image, "png"));
    assertThat(picture.values(1)[0]).isEqualTo(1);
    assertThat(picture.values(1)[1]).isZero();
    assertThat(picture.values(1)[2]).isCloseTo(127 / 255f, within(1e-6f));
    assertThat(picture.wasTransparent()).isTrue();
  }

  /** EXIF's eight orientations of a picture whose first row is bright, and the left of it most. */
  @ParameterizedTest
  @CsvSource({
    "1, 0, 0", "2, 1, 0", "3, 1, 1", "4, 0, 1", "5, 0, 0", "6, 1, 0", "7, 1, 1", "8, 0, 1"
  })
  void turnsAsExifSays(int orientation, int right, int bottom) throws IOException {
    BufferedImage image = new BufferedImage(48, 16, BufferedImage.TYPE_BYTE_GRAY);
    for (int y = 0; y < 8; y++) {
      for (int x = 0; x < 8; x++) {
        image.getRaster().setSample(x, y, 0, 255);
      }
    }
    byte[] jpeg = encoded(image, "jpg");
    byte[] exif = exif(orientation);
    byte[] turned = new byte[jpeg.length + exif.length];
    System.arraycopy(jpeg, 0, turned, 0, 2);
    System.arraycopy(exif, 0, turned, 2, exif.length);
    System.arraycopy(jpeg, 2, turned, 2 + exif.length, jpeg.length - 2);

    Picture picture = read(turned);

    assertThat(picture.width()).isEqualTo(orientation >= 5 ? 16 : 48);
    float[] values = picture.values(1);
    int x = right == 0 ? 0 : picture.width() - 1;
    int y = bottom == 0 ? 0 : picture.height() - 1;
    assertThat(values[y * picture.width() + x]).isGreaterThan(0.9f);
    int others = 0;
    for (int cx : new int[] {0, picture.width() - 1}) {
      for (int cy : new int[] {0, picture.height() - 1}) {
        others += values[cy * picture.width() + cx] > 0.5f ? 1 : 0;
      }
    }
    assertThat(others).isEqualTo(1);
  }

  private static byte[] exif(int orientation) {
    ByteBuffer bytes = ByteBuffer.allocate(4 + 6 + 8 + 2 + 12 + 4);
    bytes.putShort((short) 0xffe1).putShort((short) (bytes.capacity() - 2));
    bytes.put("Exif\0\0MM".getBytes(StandardCharsets.US_ASCII)).putShort((short) 42).putInt(8);
    bytes.putShort((short) 1).putShort((short) 0x0112).putShort((short) 3).putInt(1);
    bytes.putShort((short) orientation).putShort((short) 0).putInt(0);
    return bytes.array();
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpg", "gif", "bmp"})
  void refusesEveryTruncation(String format) throws IOException {
    byte[] whole = encoded(format.equals("gif") ? palette() : rgb(24, 16), format);
    read(whole);
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> read(cut)).as("%d bytes", length).isInstanceOf(UserError.class);
    }
  }

  @Test
  void refusesEveryChangedBitOfAPng() throws IOException {
    byte[] whole = encoded(palette(), "png");
    for (int bit = 0; bit < 8 * whole.length; bit++) {
      byte[] bad = whole.clone();
      bad[bit / 8] ^= 1 << bit % 8;
      assertThatThrownBy(() -> read(bad)).as("bit %d", bit).isInstanceOf(UserError.class);
    }
  }

  /** A claim is refused before anything is made of it. */
  @Test
  void refusesClaimedSizesBeforeItMakesThem() throws IOException {
    byte[] png = encoded(palette(), "png");
    ByteBuffer bytes = ByteBuffer.wrap(png);
    bytes.putInt(16, 46_000).putInt(20, 46_000);
    CRC32 crc = new CRC32();
    crc.update(png, 12, 17);
    bytes.putInt(29, (int) crc.getValue());
    assertThatThrownBy(() -> read(png))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("claims 46000x46000 pixels");
  }

  @Test
  void keepsColourWhereAnyImageHasItAndSaysSo() throws IOException {
    Files.createDirectories(folder.resolve("a"));
    BufferedImage gray = new BufferedImage(5, 4, BufferedImage.TYPE_BYTE_GRAY);
    gray.getRaster().setSample(0, 0, 0, 51);
    Files.write(folder.resolve("a/1.png"), encoded(gray, "png"));
    Files.write(folder.resolve("a/2.png"), encoded(rgb(5, 4), "png"));
    Dataset pool = Datasets.open("images:" + folder, DataOptions.of(Map.of(), folder)).pool();
    assertThat(pool.shape()).isEqualTo(new SampleShape(4, 5, 3));
    assertThat(pool.features().getFloat(0, 0)).isEqualTo(51 / 255f);
    assertThat(pool.features().getFloat(0, 20)).isEqualTo(51 / 255f);
    assertThat(pool.features().getFloat(1, 40)).isEqualTo(1);
    assertThat(pool.notes().get(0)).contains("in colour", "1 of them are gray");
  }

  @Test
  void numbersAsClassesStandInTheirOrderAndDeeperFoldersAreAskedAbout() throws IOException {
    for (String name : new String[] {"10", "9", "0"}) {
      Files.createDirectories(folder.resolve(name));
      Files.write(folder.resolve(name + "/1.png"), encoded(rgb(2, 2), "png"));
    }
    assertThat(
            Datasets.open("images:" + folder, DataOptions.of(Map.of(), folder)).pool().classNames())
        .containsExactly("0", "9", "10");
    Files.createDirectories(folder.resolve("deep/cat"));
    Files.write(folder.resolve("deep/cat/1.png"), encoded(rgb(2, 2), "png"));
    assertThatThrownBy(() -> Datasets.open("images:" + folder, DataOptions.of(Map.of(), folder)))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("its images lie in folders of their own, such as cat");
  }
}
