package dev.bottleneck.device;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A library in the place of NVIDIA's driver, compiled by this machine's C compiler. */
public final class FakeDriverLibrary {
  private FakeDriverLibrary() {}

  /** Whether there is a C compiler. */
  public static boolean canBeMade() {
    return List.of(System.getenv("PATH").split(":")).stream()
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "cc")));
  }

  /**
   * Makes {@code folder/libcuda.so.1}.
   *
   * @param answers CUDA, INIT, COUNT, MAJOR and MINOR
   */
  public static Path make(Path folder, Map<String, Integer> answers)
      throws IOException, InterruptedException {
    Path source = folder.resolve("fake-libcuda.c");
    try (InputStream in = FakeDriverLibrary.class.getResourceAsStream("fake-libcuda.c")) {
      Files.write(source, in.readAllBytes());
    }
    Path library = folder.resolve("libcuda.so.1");
    List<String> command = new ArrayList<>(List.of("cc", "-shared", "-fPIC"));
    answers.forEach((name, value) -> command.add("-D" + name + "=" + value));
    command.addAll(List.of("-o", library.toString(), source.toString()));
    Process compiler = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(compiler.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (compiler.waitFor() != 0) {
      throw new IOException(said);
    }
    return library;
  }
}
