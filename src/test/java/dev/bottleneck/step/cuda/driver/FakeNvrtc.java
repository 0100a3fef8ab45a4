package dev.bottleneck.step.cuda.driver;

import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A compiler whose machine code is the architecture's name, and which fails as it is told. */
final class FakeNvrtc implements NvrtcLibrary {
  private final int major;
  private final int minor;
  private final int[] architectures;

  /** Options of every compilation. */
  final List<List<String>> compilations = new ArrayList<>();

  /** What it is to say. */
  String log = "";

  /** What a compilation is to return. */
  int result = SUCCESS;

  /** How many programs are not destroyed. */
  int open;

  private String source;

  FakeNvrtc(int major, int minor, int... architectures) {
    this.major = major;
    this.minor = minor;
    this.architectures = architectures;
  }

  String source() {
    return source;
  }

  private byte[] cubin() {
    String architecture = compilations.get(compilations.size() - 1).get(0);
    return ("\177ELF " + architecture).getBytes(StandardCharsets.UTF_8);
  }

  private byte[] logBytes() {
    return (log + "\0").getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public int nvrtcVersion(IntByReference first, IntByReference second) {
    first.setValue(major);
    second.setValue(minor);
    return SUCCESS;
  }

  @Override
  public String nvrtcGetErrorString(int error) {
    return "NVRTC_ERROR_NUMBER_" + error;
  }

  @Override
  public int nvrtcGetNumSupportedArchs(IntByReference count) {
    count.setValue(architectures.length);
    return SUCCESS;
  }

  @Override
  public int nvrtcGetSupportedArchs(int[] supported) {
    System.arraycopy(architectures, 0, supported, 0, architectures.length);
    return SUCCESS;
  }

  @Override
  public int nvrtcCreateProgram(
      PointerByReference program,
      String text,
      String name,
      int headerCount,
      Pointer headers,
      Pointer includeNames) {
    source = text;
    program.setValue(Pointer.createConstant(1));
    open++;
    return SUCCESS;
  }

  @Override
  public int nvrtcCompileProgram(Pointer program, int optionCount, String[] options) {
    compilations.add(Arrays.asList(options).subList(0, optionCount));
    return result;
  }

  @Override
  public int nvrtcGetCUBINSize(Pointer program, LongByReference bytes) {
    bytes.setValue(cubin().length);
    return SUCCESS;
  }

  @Override
  public int nvrtcGetCUBIN(Pointer program, byte[] to) {
    System.arraycopy(cubin(), 0, to, 0, to.length);
    return SUCCESS;
  }

  @Override
  public int nvrtcGetProgramLogSize(Pointer program, LongByReference bytes) {
    bytes.setValue(logBytes().length);
    return SUCCESS;
  }

  @Override
  public int nvrtcGetProgramLog(Pointer program, byte[] to) {
    System.arraycopy(logBytes(), 0, to, 0, to.length);
    return SUCCESS;
  }

  @Override
  public int nvrtcDestroyProgram(PointerByReference program) {
    open--;
    return SUCCESS;
  }
}
