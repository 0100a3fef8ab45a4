package dev.bottleneck.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bottleneck.runtime.UserError;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.NoSuchElementException;
import org.datavec.api.records.Record;
import org.datavec.api.split.CollectionInputSplit;
import org.datavec.api.split.FileSplit;
import org.datavec.api.split.StreamInputSplit;
import org.datavec.api.writable.NDArrayWritable;
import org.datavec.api.writable.Writable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdxRecordReaderTest {
  @TempDir private Path folder;

  private IdxRecordReader reader(byte[] images, int... labels) throws Exception {
    Path imagesFile = IdxBytes.write(folder, "my images.gz", IdxBytes.gzip(images));
    Path labelsFile = IdxBytes.write(folder, "labels", IdxBytes.labels(labels));
    IdxRecordReader reader =
        labels.length == 0 ? new IdxRecordReader() : new IdxRecordReader(labelsFile, 4);
    reader.initialize(new FileSplit(imagesFile.toFile()));
    return reader;
  }

  @Test
  void readsPixelsAndLabels() throws Exception {
    try (IdxRecordReader reader = reader(IdxBytes.images(3), 2, 0, 3)) {
      reader.next();
      List<Writable> second = reader.next();
      assertThat(((NDArrayWritable) second.get(0)).get().shape()).containsExactly(1, 6);
      assertThat(((NDArrayWritable) second.get(0)).get().getFloat(0, 2)).isEqualTo(12 / 255f);
      assertThat(second.get(1).toInt()).isZero();
      assertThat(reader.next().get(1).toInt()).isEqualTo(3);
      assertThat(reader.hasNext()).isFalse();
      assertThatThrownBy(reader::next).isInstanceOf(NoSuchElementException.class);
      assertThat(reader.getLabels()).containsExactly("0", "1", "2", "3");
    }
  }

  @Test
  void readsImagesAlone() throws Exception {
    try (IdxRecordReader reader = reader(IdxBytes.images(1))) {
      assertThat(reader.next()).hasSize(1);
      assertThat(reader.getLabels()).isNull();
    }
  }

  @Test
  void startsAgainAfterReset() throws Exception {
    try (IdxRecordReader reader = reader(IdxBytes.images(2), 1, 2)) {
      List<Writable> first = reader.next();
      reader.next();
      reader.reset();
      assertThat(reader.resetSupported()).isTrue();
      assertThat(reader.next()).isEqualTo(first);
    }
  }

  @Test
  void loadsARecordFromItsMetaData() throws Exception {
    try (IdxRecordReader reader = reader(IdxBytes.images(2), 1, 2)) {
      reader.next();
      Record second = reader.nextRecord();
      assertThat(reader.loadFromMetaData(List.of(second.getMetaData())).get(0).getRecord())
          .isEqualTo(second.getRecord());
    }
  }

  @Test
  void readsFromTheStreamsOfASplit() throws Exception {
    URI uri = URI.create("memory:images");
    try (IdxRecordReader reader = new IdxRecordReader()) {
      reader.initialize(
          new StreamInputSplit(
              List.of(uri), asked -> new ByteArrayInputStream(IdxBytes.images(2))));
      assertThat(reader.next()).hasSize(1);
    }
  }

  @Test
  void refusesFilesThatDoNotFitTogether() {
    assertThatThrownBy(() -> reader(IdxBytes.images(3), 1, 2))
        .isInstanceOf(UserError.class)
        .hasMessageMatching(".*/labels holds 2 labels, but .*/my images.gz holds 3 images");
    assertThatThrownBy(() -> reader(IdxBytes.images(2), 1, 4))
        .isInstanceOf(UserError.class)
        .hasMessageEndingWith("/labels: label 4 of example 1 is outside the classes 0 to 3");
  }

  @Test
  void refusesAMissingFileAndTwoFiles() throws Exception {
    try (IdxRecordReader reader = new IdxRecordReader()) {
      URI missing = folder.resolve("missing.gz").toUri();
      assertThatThrownBy(() -> reader.initialize(new CollectionInputSplit(List.of(missing))))
          .isInstanceOf(UserError.class)
          .hasMessageEndingWith("missing.gz does not exist");
      assertThatThrownBy(
              () -> reader.initialize(new CollectionInputSplit(List.of(missing, missing))))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(reader::hasNext).isInstanceOf(IllegalStateException.class);
    }
  }
}
