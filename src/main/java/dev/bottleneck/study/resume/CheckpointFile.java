package dev.bottleneck.study.resume;

import dev.bottleneck.runtime.WholeFile;
import dev.bottleneck.training.TrainingCheckpoint;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Optional;

/**
 * A file of a state: a name, what it is a state of, the state, and the SHA-256 of all before it.
 */
final class CheckpointFile {
  private static final String MAGIC = "bottleneck checkpoint 1";
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
          DigestOutputStream hashed = new DigestOutputStream(buffered, sha256());
          DataOutputStream out = new DataOutputStream(hashed);
          out.writeUTF(MAGIC);
          out.writeUTF(of);
          state.write(out);
          out.flush();
          buffered.write(hashed.getMessageDigest().digest());
          buffered.flush();
        });
  }

  /** The state that {@code file} holds; empty if the file is damaged or of something else. */
  static Optional<DataInputStream> read(Path file, String of) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int length = bytes.length - HASH_BYTES;
    if (length < 0) {
      return Optional.empty();
    }
    MessageDigest hash = sha256();
    hash.update(bytes, 0, length);
    if (!Arrays.equals(hash.digest(), Arrays.copyOfRange(bytes, length, bytes.length))) {
      return Optional.empty();
    }
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes, 0, length));
    return in.readUTF().equals(MAGIC) && in.readUTF().equals(of)
        ? Optional.of(in)
        : Optional.empty();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has it
    }
  }
}
