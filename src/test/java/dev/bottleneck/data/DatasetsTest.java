package dev.bottleneck.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.bottleneck.runtime.UserError;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatasetsTest {
  @TempDir private Path folder;

  private DataOptions options() {
    return DataOptions.of(Map.of(), folder).withSystemDir(folder.resolve("system"));
  }

  @Test
  void mnistIsEmbedded() {
    Corpus mnist = Datasets.open("mnist", options());

    Splits splits = mnist.split("first:5000");
    assertThat(mnist.pool().size()).isEqualTo(60_000);
    assertThat(splits.train().size()).isEqualTo(55_000);
    assertThat(splits.test().orElseThrow().size()).isEqualTo(10_000);
    assertThat(Arrays.copyOf(mnist.pool().labels().orElseThrow(), 5))
        .containsExactly(5, 0, 4, 1, 9);
    assertThat(Arrays.copyOf(splits.test().orElseThrow().labels().orElseThrow(), 3))
        .containsExactly(7, 2, 1);
    assertThat(mnist.pool().shape()).isEqualTo(new SampleShape(28, 28, 1));
    assertThat(mnist.pool().classNames()).hasSize(10).startsWith("0", "1");
    // What the field quotes for the training images. Not meanNumber(): its float sum over 47
    // million
    // values is off in the third digit.
    double[] sums = new double[2];
    mnist
        .pool()
        .values()
        .read(
            (first, rows, block) -> {
              for (int i = 0; i < rows * 784; i++) {
                sums[0] += block[i];
                sums[1] += (double) block[i] * block[i];
              }
            });
    double mean = sums[0] / (60_000 * 784);
    assertThat(mean).isCloseTo(0.13066, within(1e-5));
    assertThat(Math.sqrt(sums[1] / (60_000 * 784) - mean * mean)).isCloseTo(0.30811, within(1e-5));
    assertThat(mnist.pool().contentHash())
        .isEqualTo("bca33227236cae29c1e8ccedb9e3bd1b92fcab8990dc674acd20781ddd2652aa");
    assertThat(mnist.pool().sources())
        .containsEntry(
            "train-labels-idx1-ubyte.gz",
            "1787548bbe0bff1ec2ecdc0ef292b02df999e2d1a6002d27500982c652b17203")
        .hasSize(2);
  }

  @Test
  void listsNamesAndForms() {
    assertThat(Datasets.names().keySet()).containsExactly("mnist", "fashion-mnist", "sines");
    assertThat(Datasets.forms().keySet())
        .containsExactly("idx:DIR", "csv:FILE", "npy:FILE", "images:DIR");
    assertThat(PublishedDataset.FASHION_MNIST.classNames())
        .hasSize(10)
        .startsWith("T-shirt/top")
        .endsWith("Ankle boot");
  }

  @ParameterizedTest
  @CsvSource({
    "mnist2, mnist",
    "fashion_mnist, fashion-mnist",
    "sinus, sines",
    "csw:file, csv:",
    "image:folder, images:",
  })
  void suggestsTheNearestName(String given, String suggested) {
    assertThatThrownBy(() -> Datasets.open(given, options()))
        .isInstanceOf(UserError.class)
        .hasMessage(
            "no dataset \"%s\": did you mean \"%s\"? (there are mnist, fashion-mnist, sines, idx:DIR,"
                    .formatted(given, suggested)
                + " csv:FILE, npy:FILE, images:DIR)");
  }

  @Test
  void refusesAnUnknownName() {
    assertThatThrownBy(() -> Datasets.open("cifar-10", options()))
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith("no dataset \"cifar-10\" (there are mnist,");
    assertThatThrownBy(() -> Datasets.open("csv:", options()))
        .isInstanceOf(UserError.class)
        .hasMessage("dataset \"csv:\" names no file or folder");
  }

  @Test
  void readsTheEnvironment(@TempDir Path home) {
    assertThat(DataOptions.of(Map.of(), home).cacheDir())
        .isEqualTo(home.resolve(".cache/bottleneck"));
    assertThat(DataOptions.of(Map.of(), home).dataDir()).isEmpty();
    DataOptions set =
        DataOptions.of(Map.of("BOTTLENECK_DATA", "/data", "XDG_CACHE_HOME", "/cache"), home);
    assertThat(set.cacheDir()).isEqualTo(Path.of("/cache/bottleneck"));
    assertThat(set.dataDir()).contains(Path.of("/data"));
    assertThat(set.withDataDir(Path.of("/other")).dataDir()).contains(Path.of("/other"));
  }
}
