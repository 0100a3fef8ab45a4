package dev.bottleneck.data;

import dev.bottleneck.runtime.UserError;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** The four IDX files of a dataset in MNIST's layout, by their usual names. */
final class IdxFolder {
  static final String TRAIN_IMAGES = "train-images-idx3-ubyte";
  static final String TRAIN_LABELS = "train-labels-idx1-ubyte";
  static final String TEST_IMAGES = "t10k-images-idx3-ubyte";
  static final String TEST_LABELS = "t10k-labels-idx1-ubyte";

  private IdxFolder() {}

  /** Opens the user's folder: gzipped or plain files; labels and test part may be missing. */
  static Corpus open(Path folder, DataOptions options) {
    if (!Files.isDirectory(folder)) {
      throw new UserError("idx:" + folder + ": not a folder");
    }
    Optional<IdxFile> images = find(folder, TRAIN_IMAGES).map(IdxFile::images);
    Optional<IdxFile> labels = find(folder, TRAIN_LABELS).map(IdxFile::labels);
    Optional<IdxFile> testImages = find(folder, TEST_IMAGES).map(IdxFile::images);
    Optional<IdxFile> testLabels = find(folder, TEST_LABELS).map(IdxFile::labels);
    if (images.isEmpty()) {
      throw new UserError(
          folder + " holds neither " + TRAIN_IMAGES + ".gz nor " + TRAIN_IMAGES + " (IDX images)");
    }
    if (testImages.isEmpty() && testLabels.isPresent()) {
      throw new UserError(folder + " holds " + TEST_LABELS + " but not " + TEST_IMAGES);
    }
    if (testImages.isPresent() && labels.isPresent() != testLabels.isPresent()) {
      throw new UserError(
          folder
              + " holds labels of one part only: give both "
              + TRAIN_LABELS
              + " and "
              + TEST_LABELS
              + ", or neither");
    }
    List<String> classNames = classNames(labels, testLabels);
    String name = SourceFile.fileName(folder);
    return join(name, classNames, images.get(), labels, testImages, testLabels, options);
  }

  private static Optional<SourceFile> find(Path folder, String name) {
    for (String candidate : List.of(name + ".gz", name)) {
      Path file = folder.resolve(candidate);
      if (Files.exists(file)) {
        return Optional.of(SourceFile.read(file));
      }
    }
    return Optional.empty();
  }

  /** Classes 0 up to the largest label, in whichever part it is. */
  private static List<String> classNames(Optional<IdxFile> labels, Optional<IdxFile> testLabels) {
    int largest = Math.max(largest(labels), largest(testLabels));
    return IntStream.rangeClosed(0, largest).mapToObj(Integer::toString).toList();
  }

  private static int largest(Optional<IdxFile> labels) {
    return labels.map(file -> Arrays.stream(file.classes(256)).max().getAsInt()).orElse(-1);
  }

  /** Joins the four files of a built-in dataset, by their names without {@code .gz}. */
  static Corpus join(
      String name, List<String> classNames, Map<String, SourceFile> files, DataOptions options) {
    return join(
        name,
        classNames,
        IdxFile.images(files.get(TRAIN_IMAGES)),
        Optional.of(IdxFile.labels(files.get(TRAIN_LABELS))),
        Optional.of(IdxFile.images(files.get(TEST_IMAGES))),
        Optional.of(IdxFile.labels(files.get(TEST_LABELS))),
        options);
  }

  private static Corpus join(
      String name,
      List<String> classNames,
      IdxFile images,
      Optional<IdxFile> labels,
      Optional<IdxFile> testImages,
      Optional<IdxFile> testLabels,
      DataOptions options) {
    Dataset pool = dataset(name, classNames, images, labels);
    Optional<Dataset> test =
        testImages.map(
            file -> {
              if (!file.shape().equals(images.shape())) {
                throw new UserError(
                    file.source().location()
                        + " holds images of "
                        + describe(file.shape())
                        + ", but "
                        + images.source().location()
                        + " of "
                        + describe(images.shape()));
              }
              return dataset(name, classNames, file, testLabels);
            });
    return new Corpus(pool, test, options.test());
  }

  private static String describe(SampleShape shape) {
    return shape.height() + "x" + shape.width();
  }

  private static Dataset dataset(
      String name, List<String> classNames, IdxFile images, Optional<IdxFile> labels) {
    Map<String, String> sources = new LinkedHashMap<>();
    sources.put(images.source().name(), images.source().sha256());
    labels.ifPresent(
        file -> {
          file.requireSameCount(images);
          sources.put(file.source().name(), file.source().sha256());
        });
    return new Dataset(
        new Description(name, images.shape(), classNames, sources),
        images.features(),
        labels.map(file -> file.classes(classNames.size())).orElse(null));
  }
}
