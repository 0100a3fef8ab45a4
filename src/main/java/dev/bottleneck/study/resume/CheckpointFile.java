package dev.bottleneck.study.resume;

import dev.bottleneck.data.Sha256;
import dev.bottleneck.runtime.WholeFile;
import dev.bottleneck.training.TrainingCheckpoint;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;

/**
 * A file of a state: a name, what it is a state of, the state, and the SHA-256 of all before it.
 */
final class CheckpointFile {
  private static final String MAGIC = "bottleneck checkpoint 2";
  private static final int HASH_BYTES = 32;

  private CheckpointFile() {}

  /**
   * Writes the file whole.
   *
   * @param of what the state is of, which must be the same when it is read
   */
  static void write(Path file, String of, TrainingCheckpoint.State state) throws IOException {
    WholeFile.write(
        file,
        raw -> {
          BufferedOutputStream buffered = new BufferedOutputStream(raw, 1 << 16);
          DigestOutputStream hashed = new DigestOutputStream(buffered, Sha256.digest());
          DataOutputStream out = new DataOutputStream(hashed);
          out.writeUTF(MAGIC);
          out.writeUTF(of);
          state.write(out);
          out.flush();
          buffered.write(hashed.getMessageDigest().digest());
          buffered.flush();
        });
  }

  /**
   * The state that {@code file} holds, to be closed; empty if the file is damaged or of something
   * else.
   */
  static Optional<DataInputStream> read(Path file, String of) throws IOException {
    if (!isWhole(file)) {
      return Optional.empty();
    }
    DataInputStream in = new DataInputStream(open(file, Files.size(file) - HASH_BYTES));
    if (in.readUTF().equals(MAGIC) && in.readUTF().equals(of)) {
      return Optional.of(in);
    }
    in.close();
    return Optional.empty();
  }

  /** Whether {@code file} ends with the hash of what is before. */
  static boolean isWhole(Path file) throws IOException {
    long length = Files.size(file) - HASH_BYTES;
    return length >= 0 && isWhole(file, length);
  }

  private static boolean isWhole(Path file, long length) throws IOException {
    MessageDigest hash = Sha256.digest();
    byte[] block = new byte[1 << 16];
    try (InputStream in = open(file, length)) {
      for (int read = in.read(block); read >= 0; read = in.read(block)) {
        hash.update(block, 0, read);
      }
    }
    try (InputStream in = Files.newInputStream(file)) {
      in.skipNBytes(length);
      return Arrays.equals(hash.digest(), in.readAllBytes());
    }
  }

  private static InputStream open(Path file, long length) throws IOException {
    return new Beginning(new BufferedInputStream(Files.newInputStream(file), 1 << 16), length);
  }

  /** The first bytes of a stream. */
  private static final class Beginning extends FilterInputStream {
    private long left;

    Beginning(InputStream in, long length) {
      super(in);
      left = length;
    }

    @Override
    public int read() throws IOException {
      int value = left > 0 ? super.read() : -1;
      left -= value < 0 ? 0 : 1;
      return value;
    }

    @Override
    public int read(byte[] to, int from, int most) throws IOException {
      if (left == 0 && most > 0) {
        return -1;
      }
      int read = super.read(to, from, (int) Math.min(most, left));
      left -= Math.max(0, read);
      return read;
    }
  }
}
