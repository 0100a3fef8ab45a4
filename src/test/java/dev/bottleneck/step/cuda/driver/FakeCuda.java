package dev.bottleneck.step.cuda.driver;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.jna.Library;
import com.sun.jna.Native;
import dev.bottleneck.device.FakeDriverLibrary;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A library in the place of the driver's that computes on the host's memory, compiled by this
 * machine's C compiler: it is called as the driver is.
 */
final class FakeCuda {
  /** Enough of machine code for the library to take it. */
  static final byte[] CUBIN = {0x7f, 'E', 'L', 'F', 0};

  private final Path library;
  private final Controls controls;

  /** What steers the library and tells what became of it; its source says more. */
  interface Controls extends Library {
    void fake_reset();

    void fake_driver(int cuda, int major, int minor);

    void fake_kernel(String name, String types);

    void fake_fail(String function, int call, int error);

    void fake_lose(int error);

    int fake_open();

    int fake_depth();

    int fake_launches();

    String fake_launch(int i);
  }

  private FakeCuda(Path library) {
    this.library = library;
    controls = Native.load(library.toString(), Controls.class);
    controls.fake_reset();
    controls.fake_kernel("twice", "li");
    controls.fake_kernel("mix", "ilfd");
    controls.fake_kernel("nothing", "");
  }

  /**
   * Makes one, or skips the test where there is no C compiler.
   *
   * @param without macros that leave functions out
   */
  static FakeCuda make(Path folder, String... without) throws IOException, InterruptedException {
    assumeTrue(FakeDriverLibrary.canBeMade(), "no C compiler");
    Path source = folder.resolve("fake_cuda.c");
    try (InputStream in = FakeCuda.class.getResourceAsStream("fake_cuda.c")) {
      Files.write(source, in.readAllBytes());
    }
    Path library = folder.resolve("libfake" + String.join("", without) + ".so");
    if (!Files.exists(library)) {
      compile(source, library, without);
    }
    return new FakeCuda(library);
  }

  private static void compile(Path source, Path library, String... macros)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("cc", "-shared", "-fPIC", "-O1", "-Wall"));
    for (String macro : macros) {
      command.add("-D" + macro);
    }
    command.addAll(List.of("-o", library.toString(), source.toString()));
    Process compiler = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(compiler.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (compiler.waitFor() != 0) {
      throw new IOException(said);
    }
  }

  String library() {
    return library.toString();
  }

  Controls controls() {
    return controls;
  }

  /** The library as the engine loads it. */
  CudaDriver driver() {
    return LoadedDriver.load(library());
  }

  /** Its one GPU, opened. */
  DriverDevice open() {
    return DriverDevice.open(driver(), 100, "Fake GPU", CUBIN);
  }

  /** The launches that were carried out, each in words. */
  List<String> launches() {
    return IntStream.range(0, controls.fake_launches()).mapToObj(controls::fake_launch).toList();
  }
}
