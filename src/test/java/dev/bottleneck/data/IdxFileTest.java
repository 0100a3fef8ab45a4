package dev.bottleneck.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bottleneck.runtime.UserError;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdxFileTest {
  private static SourceFile file(byte[] bytes) {
    return new SourceFile("/data/file", "file", bytes);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void readsImagesScaledToTheUnitInterval(boolean gzip) {
    byte[] bytes = IdxBytes.images(3);
    bytes[bytes.length - 1] = (byte) 255;

    IdxFile images = IdxFile.images(file(gzip ? IdxBytes.gzip(bytes) : bytes));

    assertThat(images.count()).isEqualTo(3);
    assertThat(images.shape()).isEqualTo(new SampleShape(2, 3, 1));
    assertThat(images.features().matrix().shape()).containsExactly(3, 6);
    assertThat(images.features().matrix().ordering()).isEqualTo('c');
    assertThat(images.features().matrix().getRow(1).toFloatVector())
        .containsExactly(10 / 255f, 11 / 255f, 12 / 255f, 13 / 255f, 14 / 255f, 15 / 255f);
    assertThat(images.features().matrix().getFloat(2, 5)).isEqualTo(1);
  }

  @Test
  void readsMoreThanItsFirstBufferHolds() {
    int n = 300_000;
    byte[] bytes = IdxBytes.images(n);
    IdxFile images = IdxFile.images(file(IdxBytes.gzip(bytes)));
    float[] last = new float[6];
    images.features().write(n - 1, last, 0);
    assertThat(last[5]).isEqualTo((bytes[bytes.length - 1] & 0xff) / 255f);
    assertThat(images.features().matrix().getRow(n - 1).toFloatVector()).containsExactly(last);
  }

  @Test
  void readsLabels() {
    IdxFile labels = IdxFile.labels(file(IdxBytes.labels(5, 0, 9)));
    assertThat(labels.classes(10)).containsExactly(5, 0, 9);
    assertRefused(() -> labels.classes(9), "label 9 of example 2 is outside the classes 0 to 8");
  }

  @Test
  void refusesAnotherMagicNumber() {
    assertRefused(
        () -> IdxFile.images(file(IdxBytes.labels(new int[20]))),
        "is not an IDX file of images: magic number 0x00000801, expected 0x00000803");
    assertRefused(
        () -> IdxFile.labels(file("<html>not found</html>".getBytes())),
        "is not an IDX file of labels: magic number 0x3c68746d, expected 0x00000801");
  }

  @Test
  void saysHowManyBytesATruncatedFileLacks() {
    byte[] cut = Arrays.copyOf(IdxBytes.images(3), 30);
    assertRefused(() -> IdxFile.images(file(cut)), "is truncated: expected 34 bytes, found 30");
    assertRefused(
        () -> IdxFile.images(file(IdxBytes.gzip(cut))),
        "is truncated: expected 34 bytes unpacked, found 30");
    assertRefused(
        () -> IdxFile.images(file(Arrays.copyOf(cut, 5))),
        "is truncated: expected 16 bytes, found 5");
    assertRefused(
        () -> IdxFile.images(file(new byte[0])), "is truncated: expected 16 bytes, found 0");
  }

  @Test
  void refusesATruncatedGzipFile() {
    byte[] noise = IdxBytes.images(5000);
    new Random(1).nextBytes(noise);
    ByteBuffer.wrap(noise).putInt(0x0803).putInt(5000).putInt(2).putInt(3);
    byte[] packed = IdxBytes.gzip(noise);

    assertThatThrownBy(() -> IdxFile.images(file(Arrays.copyOf(packed, packed.length / 2))))
        .isInstanceOf(UserError.class)
        .hasMessageMatching(
            "/data/file is truncated: expected 30016 bytes unpacked, found 1[45]\\d{3}");
    assertRefused(() -> IdxFile.images(file(Arrays.copyOf(packed, 6))), "is corrupt gzip data");
    assertRefused(
        () -> IdxFile.images(file(Arrays.copyOf(packed, packed.length - 4))),
        "is corrupt gzip data");
  }

  @Test
  void refusesACorruptGzipFile() {
    byte[] packed = IdxBytes.gzip(IdxBytes.images(100));
    packed[packed.length - 6] ^= 0x55; // in the checksum
    assertRefused(() -> IdxFile.images(file(packed)), "is corrupt gzip data");
    byte[] broken = IdxBytes.gzip(IdxBytes.images(100));
    Arrays.fill(broken, 12, 40, (byte) 0xff);
    assertRefused(() -> IdxFile.images(file(broken)), "is corrupt gzip data");
  }

  @Test
  void refusesTrailingBytes() {
    byte[] longer = Arrays.copyOf(IdxBytes.images(3), 35);
    assertRefused(
        () -> IdxFile.images(file(longer)), "has trailing bytes after the 34 its header declares");
    assertRefused(
        () -> IdxFile.images(file(IdxBytes.gzip(longer))),
        "has trailing bytes after the 34 its header declares");
  }

  @Test
  void refusesSizesThatCannotBe() {
    byte[] empty = IdxBytes.images(0);
    assertRefused(
        () -> IdxFile.images(file(empty)), "declares an empty or negative size: [0, 2, 3]");
    byte[] huge = IdxBytes.images(1);
    ByteBuffer.wrap(huge).putInt(4, Integer.MAX_VALUE);
    assertRefused(() -> IdxFile.images(file(huge)), "declares more than 2 GiB of values");
  }

  private static void assertRefused(Runnable reading, String message) {
    assertThatThrownBy(reading::run)
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith("/data/file")
        .hasMessageContaining(message)
        .message()
        .doesNotContain("\n");
  }

  /** A megabyte of packed zeros may claim gigabytes: the claim alone is looked at. */
  @Test
  void refusesWhatTheHeapCannotHoldBeforeItIsUnpacked() {
    ByteBuffer header = ByteBuffer.allocate(16);
    header.putInt(0x803).putInt(Integer.MAX_VALUE / 1024 - 1).putInt(32).putInt(32);
    assertRefused(
        () -> IdxFile.images(file(IdxBytes.gzip(header.array()))),
        "more than half of the Java heap");
  }
}
