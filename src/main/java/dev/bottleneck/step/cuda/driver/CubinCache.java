package dev.bottleneck.step.cuda.driver;

import dev.bottleneck.runtime.UserError;
import dev.bottleneck.runtime.UserFolders;
import dev.bottleneck.runtime.WholeFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Machine code that was compiled before: a file each, which ends with the SHA-256 of what is before
 * that.
 */
final class CubinCache {
  private static final Logger LOG = LoggerFactory.getLogger(CubinCache.class);
  private static final int HASH_BYTES = 32;

  private final Path folder;

  CubinCache(Path folder) {
    this.folder = folder;
  }

  /** The user's. */
  static CubinCache ofUser() {
    return new CubinCache(folder());
  }

  /** Where this engine keeps what can be had again. */
  static Path folder() {
    return UserFolders.cache(System.getenv(), System.getProperty("user.home")).resolve("cuda");
  }

  /**
   * All that decides what is compiled.
   *
   * @param compiler its name and version
   */
  record Key(String source, String architecture, String compiler, List<String> options) {
    String fileName() {
      MessageDigest digest = sha256();
      for (String part : List.of(source, architecture, compiler, String.join(" ", options))) {
        digest.update(part.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0); // which is in no part
      }
      return HexFormat.of().formatHex(digest.digest()) + ".cubin";
    }
  }

  /** What is kept under {@code key}, else what {@code compiler} gives, which is then kept. */
  byte[] get(Key key, Supplier<byte[]> compiler) {
    Path file = folder.resolve(key.fileName());
    return read(file)
        .orElseGet(
            () -> {
              byte[] cubin = compiler.get();
              write(file, cubin);
              return cubin;
            });
  }

  private static Optional<byte[]> read(Path file) {
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      byte[] content = Files.readAllBytes(file);
      int length = Math.max(0, content.length - HASH_BYTES);
      byte[] cubin = Arrays.copyOf(content, length);
      byte[] hash = Arrays.copyOfRange(content, length, content.length);
      if (Arrays.equals(hash, sha256().digest(cubin))) {
        return Optional.of(cubin);
      }
      LOG.info("{} is damaged: the kernels are compiled anew", file);
    } catch (IOException e) {
      LOG.info("{} cannot be read: the kernels are compiled anew", file, e);
    }
    return Optional.empty();
  }

  private static void write(Path file, byte[] cubin) {
    try {
      WholeFile.write(
          file,
          out -> {
            out.write(cubin);
            out.write(sha256().digest(cubin));
          });
    } catch (IOException | UserError e) {
      LOG.info("{} cannot be kept: the kernels are compiled anew next time", file, e);
    }
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
