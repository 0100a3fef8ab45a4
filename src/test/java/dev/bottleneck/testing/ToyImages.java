package dev.bottleneck.testing;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;

/** A small data set of 8×8 images in four classes, as MNIST's four IDX files. */
public final class ToyImages {
  public static final int PIXELS = 64;
  public static final int CLASSES = 4;

  private ToyImages() {}

  /**
   * Writes the four files to {@code folder} and returns the data set's name, {@code idx:FOLDER}.
   */
  public static String write(Path folder, int train, int test) throws IOException {
    Files.createDirectories(folder);
    writePart(folder, "train", train, 1);
    writePart(folder, "t10k", test, 2);
    return "idx:" + folder;
  }

  private static void writePart(Path folder, String part, int count, long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    ByteArrayOutputStream images = new ByteArrayOutputStream();
    ByteArrayOutputStream labels = new ByteArrayOutputStream();
    DataOutputStream image = new DataOutputStream(images);
    DataOutputStream label = new DataOutputStream(labels);
    for (int value : new int[] {0x803, count, 8, 8}) {
      image.writeInt(value);
    }
    label.writeInt(0x801);
    label.writeInt(count);
    for (int i = 0; i < count; i++) {
      label.write(i % CLASSES);
      for (int p = 0; p < PIXELS; p++) {
        // Each class has a bright band of two rows of its own, under noise.
        int band = p / 8 / 2 == i % CLASSES ? 200 : 0;
        image.write(band + random.nextInt(56));
      }
    }
    Files.write(folder.resolve(part + "-images-idx3-ubyte"), images.toByteArray());
    Files.write(folder.resolve(part + "-labels-idx1-ubyte"), labels.toByteArray());
  }
}
