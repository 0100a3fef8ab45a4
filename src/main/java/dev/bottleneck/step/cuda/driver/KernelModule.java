package dev.bottleneck.step.cuda.driver;

import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.PointerByReference;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Compiled kernels on a GPU. */
final class KernelModule {
  private static final Logger LOG = LoggerFactory.getLogger(KernelModule.class);

  private final DriverContext context;
  private final Pointer module;
  private final Map<String, Pointer> functions = new HashMap<>();

  private KernelModule(DriverContext context, Pointer module) {
    this.context = context;
    this.module = module;
  }

  /** Loads machine code; within {@link DriverContext#run}. */
  static KernelModule load(DriverContext context, byte[] cubin) {
    CudaDriver driver = context.driver();
    PointerByReference module = new PointerByReference();
    context.results().check("cuModuleLoadData", driver.cuModuleLoadData(module, cubin));
    Pointer loaded = module.getValue();
    context.hold(loaded, "cuModuleUnload", () -> driver.cuModuleUnload(loaded));
    return new KernelModule(context, loaded);
  }

  /**
   * The function of that name; within {@link DriverContext#run}, and not while a graph is captured,
   * as the driver loads it only now.
   */
  Pointer function(String kernel) {
    return functions.computeIfAbsent(kernel, this::find);
  }

  private Pointer find(String kernel) {
    PointerByReference function = new PointerByReference();
    context
        .results()
        .check(
            "cuModuleGetFunction of " + kernel,
            context.driver().cuModuleGetFunction(function, module, kernel));
    if (LOG.isDebugEnabled()) {
      LOG.debug(
          "{}: {} registers, {} bytes spilled, {} bytes shared",
          kernel,
          attribute(CudaDriver.NUM_REGS, function.getValue()),
          attribute(CudaDriver.LOCAL_SIZE_BYTES, function.getValue()),
          attribute(CudaDriver.SHARED_SIZE_BYTES, function.getValue()));
    }
    return function.getValue();
  }

  private int attribute(int attribute, Pointer function) {
    IntByReference value = new IntByReference();
    context
        .results()
        .check(
            "cuFuncGetAttribute", context.driver().cuFuncGetAttribute(value, attribute, function));
    return value.getValue();
  }
}
