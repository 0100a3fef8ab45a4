package dev.bottleneck.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bottleneck.runtime.UserError;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UserDataTest {
  private static final ReadingOptions GRAY =
      new ReadingOptions(
          ReadingOptions.Scale.NONE,
          "auto",
          "none",
          ReadingOptions.Color.GRAY,
          "auto",
          "auto",
          ReadingOptions.Header.AUTO,
          ReadingOptions.Separator.AUTO,
          ReadingOptions.Decimal.AUTO);

  @TempDir private Path folder;

  private Corpus open(String spec) {
    return Datasets.open(spec, DataOptions.of(Map.of(), folder));
  }

  private void assertRefused(String spec, String message) {
    assertThatThrownBy(() -> open(spec))
        .isInstanceOf(UserError.class)
        .hasMessageContaining(message)
        .message()
        .doesNotContain("\n");
  }

  @Nested
  class Idx {
    private String spec() {
      return "idx:" + folder;
    }

    @Test
    void labelsAndTestPartAreOptional() throws IOException {
      IdxBytes.write(folder, "train-images-idx3-ubyte", IdxBytes.images(4));
      Corpus corpus = open(spec());
      assertThat(corpus.name()).isEqualTo(folder.getFileName().toString());
      assertThat(corpus.pool().labels()).isEmpty();
      assertThat(corpus.pool().classes()).isZero();
      assertThat(corpus.publishedTest()).isEmpty();
    }

    @Test
    void classesAreThoseOfBothParts() throws IOException {
      IdxBytes.write(folder, "train-images-idx3-ubyte.gz", IdxBytes.gzip(IdxBytes.images(2)));
      IdxBytes.write(folder, "train-labels-idx1-ubyte.gz", IdxBytes.gzip(IdxBytes.labels(0, 1)));
      IdxBytes.write(folder, "t10k-images-idx3-ubyte", IdxBytes.images(1));
      IdxBytes.write(folder, "t10k-labels-idx1-ubyte", IdxBytes.labels(4));
      Corpus corpus = open(spec());
      assertThat(corpus.pool().classNames()).containsExactly("0", "1", "2", "3", "4");
      assertThat(corpus.split("none").test().orElseThrow().labels().orElseThrow())
          .containsExactly(4);
    }

    @Test
    void refusesFoldersThatLackAFile() throws IOException {
      assertRefused("idx:" + folder.resolve("no"), "not a folder");
      assertRefused(spec(), "holds neither train-images-idx3-ubyte.gz nor");
      IdxBytes.write(folder, "train-images-idx3-ubyte", IdxBytes.images(2));
      IdxBytes.write(folder, "t10k-labels-idx1-ubyte", IdxBytes.labels(1));
      assertRefused(spec(), "holds t10k-labels-idx1-ubyte but not t10k-images-idx3-ubyte");
      IdxBytes.write(folder, "t10k-images-idx3-ubyte", IdxBytes.images(1));
      assertRefused(spec(), "holds labels of one part only");
      IdxBytes.write(folder, "train-labels-idx1-ubyte", IdxBytes.labels(1));
      assertRefused(spec(), "holds 1 labels, but");
    }

    @Test
    void refusesATestPartOfAnotherShape() throws IOException {
      IdxBytes.write(folder, "train-images-idx3-ubyte", IdxBytes.images(2));
      byte[] turned = IdxBytes.images(2);
      turned[11] = 3;
      turned[15] = 2;
      IdxBytes.write(folder, "t10k-images-idx3-ubyte", turned);
      assertRefused(spec(), "t10k-images-idx3-ubyte holds images of 3x2, but ");
    }
  }

  @Nested
  class Images {
    private String spec() {
      return "images:" + folder;
    }

    private Path image(String name, int type, int width, int rgb) throws IOException {
      BufferedImage image = new BufferedImage(width, 2, type);
      for (int x = 0; x < width; x++) {
        if (type == BufferedImage.TYPE_BYTE_GRAY) {
          image.getRaster().setSample(x, 0, 0, rgb & 0xff);
        } else {
          image.setRGB(x, 0, rgb);
        }
      }
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      String format = name.endsWith("png") || name.endsWith("PNG") ? "png" : "jpg";
      assertThat(ImageIO.write(image, format, file.toFile())).isTrue();
      return file;
    }

    @Test
    void subFoldersAreTheClasses() throws IOException {
      image("b/1.png", BufferedImage.TYPE_BYTE_GRAY, 3, 100);
      image("a/2.PNG", BufferedImage.TYPE_INT_RGB, 3, 0xff0000);
      image("a/1.jpg", BufferedImage.TYPE_INT_RGB, 3, 0);
      Files.createDirectory(folder.resolve("empty"));
      Files.writeString(folder.resolve("a/notes.txt"), "");
      Files.writeString(folder.resolve("a/.hidden.png"), "");
      Files.createSymbolicLink(folder.resolve("c"), folder.resolve("b"));
      Files.createSymbolicLink(folder.resolve("b/3.png"), folder.resolve("b/1.png"));

      Dataset pool =
          Datasets.open(spec(), DataOptions.of(Map.of(), folder).withReading(GRAY)).pool();

      assertThat(pool.classNames()).containsExactly("a", "b", "c");
      assertThat(pool.labels().orElseThrow()).containsExactly(0, 0, 1, 1, 2, 2);
      assertThat(pool.notes().get(0))
          .contains(
              "6 images of 3x2, gray, classes by sub-folder (a 2, b 2, c 2)",
              "1 of them were in colour and turned to gray",
              "passed over: 1 files that are no images: notes.txt",
              "1 hidden files",
              "folders without images: empty");
      assertThat(pool.shape()).isEqualTo(new SampleShape(2, 3, 1));
      assertThat(pool.features().getRow(1).toFloatVector())
          .containsExactly(0.299f, 0.299f, 0.299f, 0, 0, 0);
      // The stored value, not brightened by a color conversion.
      assertThat(pool.features().getFloat(2, 0)).isEqualTo(100 / 255f);
    }

    @Test
    void imagesInNoSubFolderAreUnlabeled() throws IOException {
      image("1.png", BufferedImage.TYPE_INT_RGB, 3, 0xffffff);
      Dataset pool = open(spec()).pool();
      assertThat(pool.labels()).isEmpty();
      assertThat(pool.features().getFloat(0)).isEqualTo(1);
      image("a/1.png", BufferedImage.TYPE_INT_RGB, 3, 0);
      assertRefused(spec(), "1.png is in no class");
    }

    @Test
    void hashChangesWithAFile() throws IOException {
      image("1.png", BufferedImage.TYPE_BYTE_GRAY, 3, 100);
      Map<String, String> before = open(spec()).pool().sources();
      assertThat(open(spec()).pool().sources()).isEqualTo(before);
      image("1.png", BufferedImage.TYPE_BYTE_GRAY, 3, 101);
      assertThat(open(spec()).pool().sources()).isNotEqualTo(before).hasSize(1);
    }

    @Test
    void refusesTheFirstImageOfAnotherSize() throws IOException {
      Path first = image("a/1.png", BufferedImage.TYPE_BYTE_GRAY, 3, 1);
      Path other = image("b/1.png", BufferedImage.TYPE_BYTE_GRAY, 4, 1);
      assertRefused(
          spec(),
          other + " is 4x2 pixels, but " + first + " is 3x2: all images must have one size");
    }

    @Test
    void refusesWhatIsNoImage() throws IOException {
      assertRefused(spec(), "holds no PNG or JPEG images");
      assertRefused("images:" + folder.resolve("no"), "not a folder");
      Path file = image("1.png", BufferedImage.TYPE_BYTE_GRAY, 3, 1);
      byte[] bytes = Files.readAllBytes(file);
      Files.write(file, Arrays.copyOf(bytes, 40));
      assertRefused(spec(), "1.png is a damaged image");
      Files.writeString(file, "text");
      assertRefused(spec(), "1.png is neither a PNG nor a JPEG image");
    }
  }
}
