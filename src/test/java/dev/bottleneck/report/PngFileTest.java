package dev.bottleneck.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is written is what ImageIO, which shares no code with it, reads. */
class PngFileTest {
  @ParameterizedTest
  @CsvSource({"1, 1", "7, 3", "64, 64", "331, 200", "1, 2000"})
  void everyPixelIsReadAsItWas(int width, int height) throws IOException {
    for (int type : new int[] {BufferedImage.TYPE_INT_RGB, BufferedImage.TYPE_BYTE_GRAY}) {
      BufferedImage image = new BufferedImage(width, height, type);
      Random chance = new Random(width);
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          for (int band = 0; band < image.getRaster().getNumBands(); band++) {
            image.getRaster().setSample(x, y, band, chance.nextInt(256));
          }
        }
      }
      BufferedImage read = ImageIO.read(new ByteArrayInputStream(PngFile.of(image)));
      assertThat(read.getWidth()).isEqualTo(width);
      assertThat(read.getHeight()).isEqualTo(height);
      int bands = image.getRaster().getNumBands();
      assertThat(read.getRaster().getNumBands()).isEqualTo(bands);
      int[] written = image.getRaster().getPixels(0, 0, width, height, (int[]) null);
      assertThat(read.getRaster().getPixels(0, 0, width, height, (int[]) null)).isEqualTo(written);
    }
  }

  @Test
  void imagesOfOtherTypesAreRefused() {
    BufferedImage transparent = new BufferedImage(2, 2, BufferedImage.TYPE_INT_ARGB);
    assertThatThrownBy(() -> PngFile.of(transparent)).isInstanceOf(IllegalArgumentException.class);
  }
}
