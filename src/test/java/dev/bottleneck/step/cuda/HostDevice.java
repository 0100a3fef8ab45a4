package dev.bottleneck.step.cuda;

import com.sun.jna.Function;
import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import dev.bottleneck.step.cuda.device.DeviceFailure;
import dev.bottleneck.step.cuda.device.KernelDevice;
import dev.bottleneck.step.cuda.device.KernelSources;
import dev.bottleneck.step.cuda.device.Launch;
import dev.bottleneck.step.cuda.device.LaunchArguments;
import dev.bottleneck.step.cuda.device.LaunchSequence;
import dev.bottleneck.step.onednn.primitive.Place;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The CUDA kernels as the host's C++ compiler makes them ({@code cuda_on_host.h}), in the
 * processor's memory: what they compute can be looked at without a GPU.
 */
public final class HostDevice implements KernelDevice {
  /** As on a GPU. */
  static final int MANY_THREADS = 256;

  /** So few threads of a block take a few times less long, one after another. */
  private static final int FEW_THREADS = 32;

  private static final List<String> COMPILERS = List.of("c++", "g++", "clang++");
  private static final Map<Integer, Optional<NativeLibrary>> LIBRARIES = new HashMap<>();

  private final NativeLibrary kernels;

  private HostDevice(NativeLibrary kernels) {
    this.kernels = kernels;
  }

  /** Empty where there is no C++ compiler. */
  public static Optional<HostDevice> open() {
    return open(FEW_THREADS);
  }

  /** With so many threads in a block, where they wait for one another. */
  static Optional<HostDevice> open(int threads) {
    synchronized (LIBRARIES) {
      return LIBRARIES
          .computeIfAbsent(threads, n -> compiler().map(name -> compile(name, n)))
          .map(HostDevice::new);
    }
  }

  private static Optional<String> compiler() {
    return COMPILERS.stream().filter(HostDevice::starts).findFirst();
  }

  private static boolean starts(String compiler) {
    try {
      return run(List.of(compiler, "--version")).isEmpty();
    } catch (IOException e) {
      return false; // There is no such program.
    }
  }

  private static NativeLibrary compile(String compiler, int threads) {
    try {
      Path folder = Files.createTempDirectory("cuda-on-host");
      Path source = folder.resolve("kernels.cpp");
      Path made = folder.resolve("kernels.so");
      Files.writeString(source, source());
      Optional<String> failure =
          run(
              List.of(
                  compiler,
                  "-std=c++17",
                  "-O2",
                  "-DTHREADS=" + threads,
                  "-march=native",
                  "-fPIC",
                  "-Wl,-Bsymbolic",
                  "-shared",
                  "-o",
                  made.toString(),
                  source.toString()));
      if (failure.isPresent()) {
        throw new AssertionError(failure.get());
      }
      NativeLibrary loaded = NativeLibrary.getInstance(made.toString());
      Files.delete(source);
      Files.delete(made);
      Files.delete(folder);
      return loaded;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String source() throws IOException {
    String launchers =
        KernelSources.kernels().stream()
            .map(
                kernel ->
                    """
                    extern "C" void launch_%1$s(
                        unsigned across, unsigned down, unsigned deep, unsigned threads, void **arguments) {
                      run_grid([](void **a) { call(%1$s, a); }, %2$s, across, down, deep, threads, arguments);
                    }
                    """
                        .formatted(kernel.name(), kernel.threadsMeet()))
            .collect(Collectors.joining());
    try (InputStream in = HostDevice.class.getResourceAsStream("cuda_on_host.h")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          + KernelSources.text()
          + launchers;
    }
  }

  /** What a program that failed has said; empty if it did not fail. */
  private static Optional<String> run(List<String> command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (InputStream said = process.getInputStream()) {
      String text = new String(said.readAllBytes(), StandardCharsets.UTF_8);
      return process.waitFor() == 0 ? Optional.empty() : Optional.of(command + ": " + text);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  @Override
  public String name() {
    return "the host";
  }

  @Override
  public long freeBytes() {
    return Long.MAX_VALUE;
  }

  @Override
  public long allocate(long bytes) {
    Pointer memory = kernels.getFunction("allocate").invokePointer(new Object[] {bytes});
    if (memory == null) {
      throw new DeviceFailure("the host has no " + bytes + " bytes");
    }
    return Pointer.nativeValue(memory);
  }

  @Override
  public void free(long address) {
    kernels.getFunction("give_back").invokeVoid(new Object[] {new Pointer(address)});
  }

  @Override
  public void upload(long from, long to, long bytes) {
    copy(from, to, bytes);
  }

  @Override
  public void download(long from, long to, long bytes) {
    copy(from, to, bytes);
  }

  private static void copy(long from, long to, long bytes) {
    org.bytedeco.javacpp.Pointer.memcpy(new Place(to, bytes), new Place(from, bytes), bytes);
  }

  @Override
  public LaunchSequence prepare(List<Launch> launches) {
    List<Prepared> prepared = launches.stream().map(this::prepare).toList();
    return new LaunchSequence() {
      @Override
      public void run() {
        // The fibers are of one thread at a time.
        synchronized (HostDevice.class) {
          prepared.forEach(Prepared::run);
        }
      }

      @Override
      public void close() {
        // The collector gives the arguments back.
      }
    };
  }

  /**
   * A launch.
   *
   * @param values what the last of the arguments holds the addresses of
   */
  private record Prepared(Function kernel, Object[] arguments, Memory values) {
    void run() {
      kernel.invokeVoid(arguments);
    }
  }

  private Prepared prepare(Launch launch) {
    Memory values = new Memory(LaunchArguments.bytes(launch.arguments().size()));
    Pointer addresses = LaunchArguments.layOut(launch.arguments(), values);
    List<Object> arguments = new ArrayList<>();
    arguments.add(launch.blocks().x());
    arguments.add(launch.blocks().y());
    arguments.add(launch.blocks().z());
    arguments.add(launch.threads());
    arguments.add(addresses);
    return new Prepared(
        kernels.getFunction("launch_" + launch.kernel()), arguments.toArray(), values);
  }

  @Override
  public void close() {
    // The library stays: others may use it.
  }
}
