package dev.bottleneck.step.cuda.driver;

import com.sun.jna.Library;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;

/** NVRTC's functions that are called; each but one returns 0 or the number of an error. */
interface NvrtcLibrary extends Library {
  int SUCCESS = 0;
  int ERROR_COMPILATION = 6;

  int nvrtcVersion(IntByReference major, IntByReference minor);

  /** Never {@code null}. */
  String nvrtcGetErrorString(int error);

  int nvrtcGetNumSupportedArchs(IntByReference count);

  int nvrtcGetSupportedArchs(int[] architectures);

  int nvrtcCreateProgram(
      PointerByReference program,
      String source,
      String name,
      int headerCount,
      Pointer headers,
      Pointer includeNames);

  int nvrtcCompileProgram(Pointer program, int optionCount, String[] options);

  int nvrtcGetCUBINSize(Pointer program, LongByReference bytes);

  int nvrtcGetCUBIN(Pointer program, byte[] cubin);

  int nvrtcGetProgramLogSize(Pointer program, LongByReference bytes);

  int nvrtcGetProgramLog(Pointer program, byte[] log);

  int nvrtcDestroyProgram(PointerByReference program);
}
