package dev.bottleneck.device;

import com.sun.jna.NativeLibrary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The library that multiplies ND4J's matrices on a processor. */
public final class Blas {
  private static final Path LOADED = Path.of("/proc/self/maps");

  private Blas() {}

  /**
   * Which processor the loaded OpenBLAS takes this one for, such as "SkylakeX": it chooses its
   * kernels by that. Empty if none is loaded, or on an operating system that does not tell.
   */
  public static Optional<String> kernels() {
    return loadedOpenBlas()
        .map(
            file ->
                NativeLibrary.getInstance(file)
                    .getFunction("openblas_get_corename")
                    .invokeString(new Object[0], false));
  }

  private static Optional<String> loadedOpenBlas() {
    if (!Files.isReadable(LOADED)) {
      return Optional.empty();
    }
    try (var lines = Files.lines(LOADED)) {
      return lines
          .filter(line -> line.matches(".*/libopenblas[^/]*$"))
          .map(line -> line.substring(line.indexOf('/')))
          .findFirst();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
