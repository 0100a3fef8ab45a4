package dev.bottleneck.step.cuda.driver;

import com.sun.jna.ptr.LongByReference;
import dev.bottleneck.device.Mebibytes;
import dev.bottleneck.step.cuda.device.DeviceFailure;
import dev.bottleneck.step.cuda.device.KernelDevice;
import dev.bottleneck.step.cuda.device.Launch;
import dev.bottleneck.step.cuda.device.OutOfDeviceMemory;
import java.util.List;

/**
 * An NVIDIA GPU by its driver.
 *
 * <p>After a failure that lasts, such as of a GPU that is lost, every call says so but those that
 * give something back: they are what follows a failure, and there is nothing left to give.
 */
final class DriverDevice implements KernelDevice {
  private static final long MIB_MINUS_ONE = (1 << 20) - 1;

  private final String name;
  private final DriverContext context;
  private final KernelModule kernels;
  private final Staging staging;

  /** Within {@link DriverContext#run}. */
  private DriverDevice(String name, DriverContext context, byte[] cubin) {
    this.name = name;
    this.context = context;
    kernels = KernelModule.load(context, cubin);
    staging = new Staging(context);
  }

  /**
   * Opens a GPU.
   *
   * @param device the driver's name for it
   * @param name in words
   * @param cubin the kernels' machine code
   */
  static DriverDevice open(CudaDriver driver, int device, String name, byte[] cubin) {
    DriverContext context = DriverContext.open(driver, device);
    try {
      return context.get(() -> new DriverDevice(name, context, cubin));
    } catch (DeviceFailure e) {
      context.close();
      throw e;
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public long freeBytes() {
    LongByReference free = new LongByReference();
    context.run(
        () ->
            context
                .results()
                .check(
                    "cuMemGetInfo", context.driver().cuMemGetInfo_v2(free, new LongByReference())));
    return free.getValue();
  }

  @Override
  public long allocate(long bytes) {
    return context.get(() -> allocateHere(Math.max(1, bytes)));
  }

  private long allocateHere(long bytes) {
    CudaDriver driver = context.driver();
    LongByReference allocated = new LongByReference();
    int result = driver.cuMemAlloc_v2(allocated, bytes);
    if (result == CudaDriver.OUT_OF_MEMORY) {
      throw new OutOfDeviceMemory(
          context.results().failure("cuMemAlloc", result, "; " + askedFor(bytes)).getMessage());
    }
    context.results().check("cuMemAlloc", result);
    long address = allocated.getValue();
    context.hold(address, "cuMemFree", () -> driver.cuMemFree_v2(address));
    context
        .results()
        .check(
            "cuMemsetD8Async", driver.cuMemsetD8Async(address, (byte) 0, bytes, context.stream()));
    return address;
  }

  private String askedFor(long bytes) {
    String asked = Mebibytes.of(bytes + MIB_MINUS_ONE) + " asked for";
    LongByReference free = new LongByReference();
    LongByReference total = new LongByReference();
    return context.driver().cuMemGetInfo_v2(free, total) == CudaDriver.SUCCESS
        ? "%s, %s free of %s"
            .formatted(asked, Mebibytes.of(free.getValue()), Mebibytes.of(total.getValue()))
        : asked;
  }

  @Override
  public void free(long address) {
    if (!context.giveBack(address)) {
      throw new IllegalArgumentException("nothing is allocated at 0x" + Long.toHexString(address));
    }
  }

  @Override
  public void upload(long from, long to, long bytes) {
    context.run(() -> staging.upload(from, to, bytes));
  }

  @Override
  public void download(long from, long to, long bytes) {
    context.run(
        () -> {
          context
              .results()
              .check(
                  "cuMemcpyDtoHAsync",
                  context.driver().cuMemcpyDtoHAsync_v2(to, from, bytes, context.stream()));
          context.synchronize();
        });
  }

  @Override
  public DriverSequence prepare(List<Launch> launches) {
    return context.get(() -> new DriverSequence(context, kernels, launches));
  }

  @Override
  public void close() {
    context.close();
  }
}
