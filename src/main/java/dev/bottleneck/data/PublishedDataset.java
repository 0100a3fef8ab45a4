package dev.bottleneck.data;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A published dataset in MNIST's four-file layout.
 *
 * @param classNames by class
 * @param sha256 of each published file, by its name without {@code .gz}
 * @param home where it can be had; empty if it is embedded in this program
 */
record PublishedDataset(
    String name,
    String description,
    List<String> classNames,
    Map<String, String> sha256,
    Optional<Home> home)
    implements BuiltInDataset {
  /**
   * Where a dataset that is not embedded can be had.
   *
   * @param address of the folder that holds its files, ending in a slash
   * @param debianPackage that puts them into {@link DataOptions#systemDir}
   */
  record Home(URI address, String debianPackage) {}

  /** Embedded: by Yann LeCun, Corinna Cortes and Christopher J.C. Burges, see NOTICE. */
  static final PublishedDataset MNIST =
      new PublishedDataset(
          "mnist",
          "handwritten digits, 60,000 + 10,000 gray images of 28x28, 10 classes (embedded)",
          List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9"),
          Map.of(
              IdxFolder.TRAIN_IMAGES,
              "0b367032e93c5d0cea0925647cfdb18614af8ee15f83e6f2fc2ad904a6835971",
              IdxFolder.TRAIN_LABELS,
              "1787548bbe0bff1ec2ecdc0ef292b02df999e2d1a6002d27500982c652b17203",
              IdxFolder.TEST_IMAGES,
              "1a1a05eab793c14bb050b398624a11b0ffd1a2953baed553b1b9bd079e2a20be",
              IdxFolder.TEST_LABELS,
              "b91679a0acfe4ba0e50a2437a903084cba1f5f92592b016a25a7dfd00455798b"),
          Optional.empty());

  /** By Zalando Research, https://github.com/zalandoresearch/fashion-mnist. */
  static final PublishedDataset FASHION_MNIST =
      new PublishedDataset(
          "fashion-mnist",
          "Zalando's clothes, 60,000 + 10,000 gray images of 28x28, 10 classes",
          List.of(
              "T-shirt/top",
              "Trouser",
              "Pullover",
              "Dress",
              "Coat",
              "Sandal",
              "Shirt",
              "Sneaker",
              "Bag",
              "Ankle boot"),
          Map.of(
              IdxFolder.TRAIN_IMAGES,
              "b0564c3eedabfbf835052cff8503ea422014ce006caf5b757f851416ee8300c7",
              IdxFolder.TRAIN_LABELS,
              "0ae29f65d86684f32d1b9c85147786c547b9c6aebcaf235f0400a0cce308b056",
              IdxFolder.TEST_IMAGES,
              "cc1d090a38ace84dfa1aa66e3ada7c336ef481a96936906477e6dd344da56eaa",
              IdxFolder.TEST_LABELS,
              "8d3605d196f4be44669e46906da9733c8131fef761fdbfec72c424d5222f1a05"),
          Optional.of(
              new Home(
                  // The https form of fashion-mnist.s3-website.eu-central-1.amazonaws.com.
                  URI.create("https://fashion-mnist.s3.eu-central-1.amazonaws.com/"),
                  "dataset-fashion-mnist")));

  /** The name of the published file, such as {@code train-images-idx3-ubyte.gz}. */
  static String fileName(String name) {
    return name + ".gz";
  }

  @Override
  public Optional<String> whereabouts(DataOptions options) {
    return Locator.whereabouts(this, options);
  }

  @Override
  public List<Path> files(DataOptions options) {
    return Locator.files(this, options);
  }

  @Override
  public Corpus open(DataOptions options) {
    return IdxFolder.join(name, classNames, Locator.find(this, options), options);
  }
}
