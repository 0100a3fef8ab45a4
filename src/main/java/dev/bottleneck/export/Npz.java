package dev.bottleneck.export;

import dev.bottleneck.autoencoder.NpyHead;
import dev.bottleneck.runtime.UndatedEntry;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** NumPy's {@code .npz}: a zip of an {@code .npy} for each array, stored as {@code savez} does. */
final class Npz {
  private Npz() {}

  /** Writes the arrays in their order. */
  static void write(List<NamedArray> arrays, OutputStream out) throws IOException {
    ZipOutputStream zip = new ZipOutputStream(new BufferedOutputStream(out, 1 << 16));
    for (NamedArray array : arrays) {
      byte[] head = NpyHead.ofFloats(array.shape());
      float[] values = array.values();
      zip.putNextEntry(entry(array, head, values));
      zip.write(head);
      NamedArray.write(values, zip);
    }
    zip.finish();
    zip.flush();
  }

  private static ZipEntry entry(NamedArray array, byte[] head, float[] values) throws IOException {
    ZipEntry entry = UndatedEntry.of(array.name() + ".npy");
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(head.length + array.bytes());
    CheckedOutputStream sum = new CheckedOutputStream(OutputStream.nullOutputStream(), new CRC32());
    sum.write(head);
    NamedArray.write(values, sum);
    entry.setCrc(sum.getChecksum().getValue());
    return entry;
  }
}
