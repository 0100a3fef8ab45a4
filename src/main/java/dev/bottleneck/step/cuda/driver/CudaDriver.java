package dev.bottleneck.step.cuda.driver;

import com.sun.jna.Library;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;

/**
 * The driver's functions that are called; each returns 0 or the number of an error.
 *
 * <p>An address, the device's or the host's, and a size are 64 bits wide wherever CUDA runs.
 */
interface CudaDriver extends Library {
  int SUCCESS = 0;
  int OUT_OF_MEMORY = 2;
  int NO_DEVICE = 100;
  int INVALID_DEVICE = 101;

  int CAPABILITY_MAJOR = 75;
  int CAPABILITY_MINOR = 76;

  int SHARED_SIZE_BYTES = 1;
  int LOCAL_SIZE_BYTES = 3;
  int NUM_REGS = 4;

  /** Of a stream: that it waits for nothing but what it is given itself. */
  int NON_BLOCKING = 1;

  /** Of an event: that it takes no time. */
  int DISABLE_TIMING = 2;

  /** Of a capture: that other threads may do what they like meanwhile. */
  int CAPTURE_MODE_THREAD_LOCAL = 1;

  int cuInit(int flags);

  int cuDriverGetVersion(IntByReference version);

  int cuGetErrorName(int error, PointerByReference name);

  int cuGetErrorString(int error, PointerByReference text);

  int cuDeviceGetCount(IntByReference count);

  int cuDeviceGet(IntByReference device, int ordinal);

  int cuDeviceGetName(byte[] name, int length, int device);

  int cuDeviceGetAttribute(IntByReference value, int attribute, int device);

  int cuDevicePrimaryCtxRetain(PointerByReference context, int device);

  int cuDevicePrimaryCtxRelease_v2(int device);

  int cuCtxPushCurrent_v2(Pointer context);

  int cuCtxPopCurrent_v2(PointerByReference context);

  int cuStreamCreate(PointerByReference stream, int flags);

  int cuStreamDestroy_v2(Pointer stream);

  int cuStreamSynchronize(Pointer stream);

  int cuEventCreate(PointerByReference event, int flags);

  int cuEventDestroy_v2(Pointer event);

  int cuEventRecord(Pointer event, Pointer stream);

  int cuEventSynchronize(Pointer event);

  int cuMemGetInfo_v2(LongByReference free, LongByReference total);

  int cuMemAlloc_v2(LongByReference address, long bytes);

  int cuMemFree_v2(long address);

  int cuMemAllocHost_v2(PointerByReference address, long bytes);

  int cuMemFreeHost(Pointer address);

  int cuMemsetD8Async(long address, byte value, long count, Pointer stream);

  int cuMemcpyHtoDAsync_v2(long to, long from, long bytes, Pointer stream);

  int cuMemcpyDtoHAsync_v2(long to, long from, long bytes, Pointer stream);

  int cuModuleLoadData(PointerByReference module, byte[] image);

  int cuModuleUnload(Pointer module);

  int cuModuleGetFunction(PointerByReference function, Pointer module, String name);

  int cuFuncGetAttribute(IntByReference value, int attribute, Pointer function);

  int cuLaunchKernel(
      Pointer function,
      int blocksX,
      int blocksY,
      int blocksZ,
      int threadsX,
      int threadsY,
      int threadsZ,
      int sharedBytes,
      Pointer stream,
      Pointer arguments,
      Pointer extra);

  int cuStreamBeginCapture_v2(Pointer stream, int mode);

  int cuStreamEndCapture(Pointer stream, PointerByReference graph);

  int cuGraphInstantiateWithFlags(PointerByReference executable, Pointer graph, long flags);

  /** What was there before {@link #cuGraphInstantiateWithFlags}; the last three may be 0. */
  int cuGraphInstantiate_v2(
      PointerByReference executable, Pointer graph, Pointer node, Pointer log, long logBytes);

  int cuGraphLaunch(Pointer executable, Pointer stream);

  int cuGraphExecDestroy(Pointer executable);

  int cuGraphDestroy(Pointer graph);
}
