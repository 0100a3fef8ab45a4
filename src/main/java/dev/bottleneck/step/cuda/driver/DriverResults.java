package dev.bottleneck.step.cuda.driver;

import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import dev.bottleneck.step.cuda.device.DeviceFailure;
import java.util.Set;

/**
 * Makes sentences of what the driver's functions return, and remembers what a process cannot go on
 * after.
 */
final class DriverResults {
  /**
   * After these every call fails, until the process is started anew. Source: NVIDIA, CUDA Driver
   * API, CUresult.
   */
  private static final Set<Integer> LASTING =
      Set.of(
          214, // ECC_UNCORRECTABLE
          220, // NVLINK_UNCORRECTABLE
          226, // CONTAINED
          700, // ILLEGAL_ADDRESS
          702, // LAUNCH_TIMEOUT
          709, // CONTEXT_IS_DESTROYED
          710, // ASSERT
          714, // HARDWARE_STACK_ERROR
          715, // ILLEGAL_INSTRUCTION
          716, // MISALIGNED_ADDRESS
          717, // INVALID_ADDRESS_SPACE
          718, // INVALID_PC
          719, // LAUNCH_FAILED
          721, // TENSOR_MEMORY_LEAK
          911, // EXTERNAL_DEVICE
          999 // UNKNOWN, such as of a GPU that has fallen off the bus
          );

  private final CudaDriver driver;
  private volatile String lasting = "";

  DriverResults(CudaDriver driver) {
    this.driver = driver;
  }

  /**
   * Lets success pass.
   *
   * @param call its name, without the number of its version
   * @throws DeviceFailure in all other cases
   */
  void check(String call, int result) {
    if (result != CudaDriver.SUCCESS) {
      throw failure(call, result, "");
    }
  }

  /**
   * The failure of a call, to be thrown.
   *
   * @param more goes on after the sentence
   */
  DeviceFailure failure(String call, int result, String more) {
    String sentence = describe(call, result) + more;
    if (LASTING.contains(result)) {
      lasting = sentence;
    }
    return new DeviceFailure(sentence);
  }

  /** Whether something has failed that lasts as long as the process. */
  boolean isLost() {
    return !lasting.isEmpty();
  }

  /**
   * To be called before anything is asked for.
   *
   * @throws DeviceFailure if the device is lost
   */
  void requireUsable() {
    if (isLost()) {
      throw new DeviceFailure(
          "the GPU cannot be used until this program is started anew, since " + lasting);
    }
  }

  /** Such as "cuMemAlloc failed: CUDA_ERROR_OUT_OF_MEMORY (out of memory)". */
  String describe(String call, int result) {
    PointerByReference name = new PointerByReference();
    PointerByReference text = new PointerByReference();
    driver.cuGetErrorName(result, name);
    driver.cuGetErrorString(result, text);
    Pointer known = name.getValue();
    if (known == null) {
      return "%s failed with error %d".formatted(call, result);
    }
    String why = text.getValue() == null ? "" : " (" + text.getValue().getString(0) + ")";
    return "%s failed: %s%s".formatted(call, known.getString(0), why);
  }
}
