package dev.bottleneck.data;

import dev.bottleneck.runtime.UserError;
import java.io.DataInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.datavec.api.conf.Configuration;
import org.datavec.api.records.Record;
import org.datavec.api.records.metadata.RecordMetaData;
import org.datavec.api.records.metadata.RecordMetaDataIndex;
import org.datavec.api.records.reader.BaseRecordReader;
import org.datavec.api.split.InputSplit;
import org.datavec.api.writable.IntWritable;
import org.datavec.api.writable.NDArrayWritable;
import org.datavec.api.writable.Writable;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Reads images in LeCun's IDX format (unsigned bytes, gzipped or not), one record per image: its
 * pixels in [0,1] as an {@link NDArrayWritable} {@code [1, rows*columns]}, then, if labels were
 * given, its class as an {@link IntWritable}.
 *
 * <p>The split of {@link #initialize(InputSplit)} names the images file; both files are read and
 * checked whole, and whatever is wrong with them is a {@link UserError} naming the file.
 */
public final class IdxRecordReader extends BaseRecordReader {
  private final File labelsFile;
  private final int classes;
  private Configuration conf;
  private URI uri;
  // What was read does not travel with a serialized reader: it is initialized again where it lands.
  private transient IdxFile images;
  private transient int[] labels;
  private int next;

  /** A reader of images alone. */
  public IdxRecordReader() {
    this.labelsFile = null;
    this.classes = 0;
  }

  /** A reader of images and of their labels in {@code 0..classes-1}. */
  public IdxRecordReader(Path labels, int classes) {
    if (classes < 1) {
      throw new IllegalArgumentException("classes is " + classes + ", must be positive");
    }
    this.labelsFile = labels.toFile();
    this.classes = classes;
  }

  @Override
  public void initialize(InputSplit split) throws IOException, InterruptedException {
    super.initialize(split);
    URI[] locations = split.locations();
    if (locations.length != 1) {
      throw new IllegalArgumentException(
          "the split names " + locations.length + " files, an IDX reader takes one images file");
    }
    uri = locations[0];
    images = IdxFile.images(open(uri));
    labels = null;
    if (labelsFile != null) {
      IdxFile file = IdxFile.labels(SourceFile.read(labelsFile.toPath()));
      file.requireSameCount(images);
      labels = file.classes(classes);
    }
    next = 0;
  }

  /** Reads a file by its path, for the better message, and anything else by the split's streams. */
  private SourceFile open(URI uri) throws IOException {
    if ("file".equals(uri.getScheme())) {
      return SourceFile.read(Path.of(uri));
    }
    try (InputStream in = streamCreatorFn.apply(uri)) {
      return new SourceFile(uri.toString(), uri.toString(), in.readAllBytes());
    }
  }

  @Override
  public void initialize(Configuration conf, InputSplit split)
      throws IOException, InterruptedException {
    setConf(conf);
    initialize(split);
  }

  @Override
  public boolean hasNext() {
    return next < initialized().count();
  }

  @Override
  public List<Writable> next() {
    if (!hasNext()) {
      throw new NoSuchElementException("all " + images.count() + " records were read");
    }
    List<Writable> read = read(next++);
    invokeListeners(read);
    return read;
  }

  @Override
  public Record nextRecord() {
    int index = next;
    return new org.datavec.api.records.impl.Record(next(), metaData(index));
  }

  private List<Writable> read(int index) {
    float[] pixels = new float[images.shape().length()];
    images.pixels(index, pixels, 0);
    List<Writable> values = new ArrayList<>(2);
    values.add(new NDArrayWritable(Nd4j.create(pixels, new long[] {1, pixels.length}, 'c')));
    if (labels != null) {
      values.add(new IntWritable(labels[index]));
    }
    return values;
  }

  private RecordMetaData metaData(int index) {
    return new RecordMetaDataIndex(index, uri, IdxRecordReader.class);
  }

  private IdxFile initialized() {
    if (images == null) {
      throw new IllegalStateException("the record reader has not been initialized");
    }
    return images;
  }

  @Override
  public Record loadFromMetaData(RecordMetaData recordMetaData) {
    int index = Math.toIntExact(((RecordMetaDataIndex) recordMetaData).getIndex());
    if (index < 0 || index >= initialized().count()) {
      throw new NoSuchElementException("record " + index + " of " + images.count());
    }
    return new org.datavec.api.records.impl.Record(read(index), metaData(index));
  }

  @Override
  public List<Record> loadFromMetaData(List<RecordMetaData> recordMetaDatas) {
    return recordMetaDatas.stream().map(this::loadFromMetaData).toList();
  }

  /** Not supported: an IDX stream holds many records and no way to tell which is asked for. */
  @Override
  public List<Writable> record(URI uri, DataInputStream dataInputStream) {
    throw new UnsupportedOperationException("an IDX stream holds more than one record");
  }

  /** The class numbers as text, or null (DataVec's convention) if no labels were given. */
  @Override
  public List<String> getLabels() {
    return labelsFile == null
        ? null
        : IntStream.range(0, classes).mapToObj(Integer::toString).toList();
  }

  @Override
  public void reset() {
    next = 0;
  }

  @Override
  public boolean resetSupported() {
    return true;
  }

  /** Lets go of what was read. */
  @Override
  public void close() {
    images = null;
    labels = null;
  }

  @Override
  public void setConf(Configuration conf) {
    this.conf = conf;
  }

  @Override
  public Configuration getConf() {
    return conf;
  }
}
