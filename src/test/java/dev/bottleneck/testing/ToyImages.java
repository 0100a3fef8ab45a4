package dev.bottleneck.testing;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;

/** Small data sets of square images, as MNIST's four IDX files. */
public final class ToyImages {
  private static final int SIDE = 8;
  public static final int PIXELS = SIDE * SIDE;
  public static final int CLASSES = 4;

  private ToyImages() {}

  /** Writes 8×8 images in four classes to {@code folder}; returns the data set's name. */
  public static String write(Path folder, int train, int test) throws IOException {
    return write(folder, SIDE, CLASSES, train, test);
  }

  /** The same of {@code side} × {@code side} pixels in {@code classes} classes. */
  public static String write(Path folder, int side, int classes, int train, int test)
      throws IOException {
    Files.createDirectories(folder);
    writePart(folder, "train", side, classes, train, 1);
    writePart(folder, "t10k", side, classes, test, 2);
    return "idx:" + folder;
  }

  private static void writePart(
      Path folder, String part, int side, int classes, int count, long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    ByteArrayOutputStream images = new ByteArrayOutputStream();
    ByteArrayOutputStream labels = new ByteArrayOutputStream();
    DataOutputStream image = new DataOutputStream(images);
    DataOutputStream label = new DataOutputStream(labels);
    for (int value : new int[] {0x803, count, side, side}) {
      image.writeInt(value);
    }
    label.writeInt(0x801);
    label.writeInt(count);
    for (int i = 0; i < count; i++) {
      label.write(i % classes);
      for (int p = 0; p < side * side; p++) {
        // Each class has a bright band of rows of its own, under noise.
        int band = p / side * classes / side == i % classes ? 200 : 0;
        image.write(band + random.nextInt(56));
      }
    }
    Files.write(folder.resolve(part + "-images-idx3-ubyte"), images.toByteArray());
    Files.write(folder.resolve(part + "-labels-idx1-ubyte"), labels.toByteArray());
  }
}
