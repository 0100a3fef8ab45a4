package dev.bottleneck.step.cuda.driver;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;
import dev.bottleneck.device.ComputeCapability;
import dev.bottleneck.runtime.Printable;
import dev.bottleneck.step.cuda.device.DeviceFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** NVIDIA's compiler of CUDA C at run time. */
final class Nvrtc {
  private static final Logger LOG = LoggerFactory.getLogger(Nvrtc.class);

  /**
   * All but the architecture. Products and sums are fused, as that is nearer to the exact value;
   * nothing else may be less exact than IEEE 754 has it. The stack is {@link DeepStack}'s.
   */
  static final List<String> OPTIONS =
      List.of("-std=c++17", "--fmad=true", "--modify-stack-limit=false");

  private final NvrtcLibrary library;
  private final int major;
  private final int minor;

  /**
   * What a compilation gave.
   *
   * @param log what the compiler said
   */
  record Compiled(byte[] cubin, String log) {}

  /**
   * One that is loaded.
   *
   * @throws DeviceFailure if it tells no version
   */
  Nvrtc(NvrtcLibrary library) {
    this.library = library;
    IntByReference first = new IntByReference();
    IntByReference second = new IntByReference();
    check("nvrtcVersion", library.nvrtcVersion(first, second));
    major = first.getValue();
    minor = second.getValue();
  }

  /**
   * Loads it.
   *
   * @param file a path, or a name for the system to find
   * @throws UnsatisfiedLinkError if it cannot be loaded
   * @throws DeviceFailure if it is not what it should be
   */
  static Nvrtc load(String file) {
    loadBuiltins(Path.of(file));
    NvrtcLibrary library =
        Native.load(file, NvrtcLibrary.class, Map.of(Library.OPTION_STRING_ENCODING, "UTF-8"));
    List<String> missing = NativeFunctions.missing(library, NvrtcLibrary.class);
    if (!missing.isEmpty()) {
      throw new DeviceFailure(
          "%s is too old or no NVRTC: it has no %s".formatted(file, String.join(", ", missing)));
    }
    return new Nvrtc(library);
  }

  /** NVRTC has the system find its other half by name, which it would not where it lies. */
  private static void loadBuiltins(Path file) {
    String name = file.getFileName().toString();
    if (!file.isAbsolute() || !name.startsWith("libnvrtc.so")) {
      return;
    }
    String beside = name.replace("libnvrtc.so", "libnvrtc-builtins.so") + "*";
    try (DirectoryStream<Path> files = Files.newDirectoryStream(file.getParent(), beside)) {
      for (Path builtins : files) {
        NativeLibrary.getInstance(builtins.toString());
      }
    } catch (IOException e) {
      throw new DeviceFailure(file.getParent() + " cannot be read: " + e, e);
    }
  }

  /** Such as "NVRTC 13.0". */
  @Override
  public String toString() {
    return "NVRTC " + major + "." + minor;
  }

  /** The CUDA it is of. */
  int major() {
    return major;
  }

  /** What it can compile for. */
  List<ComputeCapability> capabilities() {
    IntByReference count = new IntByReference();
    check("nvrtcGetNumSupportedArchs", library.nvrtcGetNumSupportedArchs(count));
    int[] numbers = new int[count.getValue()];
    check("nvrtcGetSupportedArchs", library.nvrtcGetSupportedArchs(numbers));
    return Arrays.stream(numbers).mapToObj(Architecture::of).toList();
  }

  /**
   * Compiles to machine code.
   *
   * @param architecture such as {@code sm_90}
   * @param options besides it
   * @throws DeviceFailure if there is an error in the source, of which the first is told
   */
  Compiled compile(String source, String architecture, List<String> options) {
    return DeepStack.get(() -> compileHere(source, architecture, options));
  }

  private Compiled compileHere(String source, String architecture, List<String> options) {
    PointerByReference program = new PointerByReference();
    check(
        "nvrtcCreateProgram",
        library.nvrtcCreateProgram(program, source, "kernels.cu", 0, null, null));
    try {
      String[] all =
          Stream.concat(Stream.of("--gpu-architecture=" + architecture), options.stream())
              .toArray(String[]::new);
      int result = library.nvrtcCompileProgram(program.getValue(), all.length, all);
      String log = log(program.getValue());
      if (result == NvrtcLibrary.ERROR_COMPILATION) {
        LOG.debug("{} for {}:\n{}", this, architecture, log);
        throw new DeviceFailure(
            "%s does not compile the kernels for %s: %s"
                .formatted(this, architecture, firstError(log)));
      }
      check("nvrtcCompileProgram", result);
      return new Compiled(cubin(program.getValue()), log);
    } finally {
      library.nvrtcDestroyProgram(program);
    }
  }

  private static String firstError(String log) {
    return log.lines()
        .filter(line -> line.contains("error"))
        .findFirst()
        .map(line -> Printable.message(line.strip()))
        .orElse("it does not say why");
  }

  private String log(Pointer program) {
    LongByReference bytes = new LongByReference();
    check("nvrtcGetProgramLogSize", library.nvrtcGetProgramLogSize(program, bytes));
    byte[] log = new byte[Math.toIntExact(bytes.getValue())];
    if (log.length > 0) {
      check("nvrtcGetProgramLog", library.nvrtcGetProgramLog(program, log));
    }
    return Native.toString(log, StandardCharsets.UTF_8.name());
  }

  private byte[] cubin(Pointer program) {
    LongByReference bytes = new LongByReference();
    check("nvrtcGetCUBINSize", library.nvrtcGetCUBINSize(program, bytes));
    byte[] cubin = new byte[Math.toIntExact(bytes.getValue())];
    check("nvrtcGetCUBIN", library.nvrtcGetCUBIN(program, cubin));
    return cubin;
  }

  private void check(String call, int result) {
    if (result != NvrtcLibrary.SUCCESS) {
      throw new DeviceFailure(call + " failed: " + library.nvrtcGetErrorString(result));
    }
  }
}
