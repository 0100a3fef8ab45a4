package dev.bottleneck.step.cuda.driver;

import dev.bottleneck.runtime.WholeFile;
import dev.bottleneck.step.cuda.device.DeviceFailure;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * NVRTC in a jar: those of org.bytedeco:cuda, classifier linux-x86_64-redist, hold NVIDIA's
 * libraries as they are.
 */
final class PackedNvrtc {
  private static final String FOLDER = "org/bytedeco/cuda/linux-x86_64/";

  private final ClassLoader classPath;
  private final Path cache;

  /**
   * @param cache where it is unpacked
   */
  PackedNvrtc(ClassLoader classPath, Path cache) {
    this.classPath = classPath;
    this.cache = cache;
  }

  boolean has(String library) {
    return resource(library) != null;
  }

  private URL resource(String library) {
    return classPath.getResource(FOLDER + library);
  }

  /**
   * Unpacks a library and its other half, once; where it then lies.
   *
   * @param library such as {@code libnvrtc.so.13}
   * @throws DeviceFailure if the cache cannot be written
   */
  Path unpack(String library) {
    URL packed = Objects.requireNonNull(resource(library), library);
    Path folder = cache.resolve("nvrtc-" + shortHash(packed.toString()));
    try {
      for (String file : files(library)) {
        unpack(resource(file), folder.resolve(file));
      }
    } catch (IOException e) {
      throw new DeviceFailure("%s cannot be unpacked to %s: %s".formatted(packed, folder, e), e);
    }
    return folder.resolve(library);
  }

  /** The other half's name has a minor version as well. */
  private List<String> files(String library) {
    String other = library.replace("libnvrtc.so", "libnvrtc-builtins.so") + ".";
    return Stream.concat(
            Stream.of(library), IntStream.range(0, 10).mapToObj(minor -> other + minor))
        .filter(this::has)
        .toList();
  }

  private static void unpack(URL packed, Path file) throws IOException {
    URLConnection connection = packed.openConnection();
    try (InputStream in = connection.getInputStream()) {
      if (!Files.isRegularFile(file) || Files.size(file) != connection.getContentLengthLong()) {
        WholeFile.write(file, in::transferTo);
      }
    }
  }

  private static String shortHash(String text) {
    byte[] hash = CubinCache.sha256().digest(text.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(hash, 0, 8);
  }
}
