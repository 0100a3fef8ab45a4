package dev.bottleneck.step.cuda.driver;

import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import dev.bottleneck.step.cuda.device.DeviceFailure;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A GPU's primary context, which all CUDA of a process shares, one stream in it, and what is held
 * there. For one thread at a time, whichever.
 */
final class DriverContext implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DriverContext.class);

  private final CudaDriver driver;
  private final DriverResults results;
  private final int device;
  private final Pointer context;
  private final PointerByReference popped = new PointerByReference();
  private final Map<Object, Holding> held = new LinkedHashMap<>();
  private Pointer stream;
  private boolean closed;

  /** How something is given back. */
  private record Holding(String call, IntSupplier giveBack) {}

  private DriverContext(CudaDriver driver, DriverResults results, int device, Pointer context) {
    this.driver = driver;
    this.results = results;
    this.device = device;
    this.context = context;
  }

  /**
   * Opens that of a GPU.
   *
   * @param device the driver's name for it
   */
  static DriverContext open(CudaDriver driver, int device) {
    DriverResults results = new DriverResults(driver);
    PointerByReference context = new PointerByReference();
    results.check("cuDevicePrimaryCtxRetain", driver.cuDevicePrimaryCtxRetain(context, device));
    DriverContext opened = new DriverContext(driver, results, device, context.getValue());
    try {
      opened.run(opened::createStream);
      return opened;
    } catch (DeviceFailure e) {
      opened.close();
      throw e;
    }
  }

  private void createStream() {
    PointerByReference created = new PointerByReference();
    results.check("cuStreamCreate", driver.cuStreamCreate(created, CudaDriver.NON_BLOCKING));
    stream = created.getValue();
    hold(stream, "cuStreamDestroy", () -> driver.cuStreamDestroy_v2(stream));
  }

  CudaDriver driver() {
    return driver;
  }

  DriverResults results() {
    return results;
  }

  Pointer stream() {
    return stream;
  }

  /**
   * Does {@code work} with the context current on the calling thread, and leaves that with the one
   * it had: ND4J's backend for GPUs may compute on it as well.
   *
   * @throws DeviceFailure if the device is lost
   */
  <T> T get(Supplier<T> work) {
    if (closed) {
      throw new IllegalStateException("the device is closed");
    }
    results.requireUsable();
    results.check("cuCtxPushCurrent", driver.cuCtxPushCurrent_v2(context));
    try {
      return work.get();
    } finally {
      // What it returns may be the failure of an earlier launch, which whoever waits is told.
      driver.cuCtxPopCurrent_v2(popped);
    }
  }

  /** As {@link #get}. */
  void run(Runnable work) {
    get(
        () -> {
          work.run();
          return null;
        });
  }

  /** Waits until all is done that the stream was given; within {@link #run}. */
  void synchronize() {
    results.check("cuStreamSynchronize", driver.cuStreamSynchronize(stream));
  }

  /**
   * Has something given back when this is closed, if not before: the last first.
   *
   * @param key what {@link #giveBack} finds it by
   * @param call the function that gives it back, in words
   */
  void hold(Object key, String call, IntSupplier giveBack) {
    held.put(key, new Holding(call, giveBack));
  }

  /**
   * Gives something back, once the GPU is done with it.
   *
   * @return whether it was held, or all was given back before
   */
  boolean giveBack(Object key) {
    if (closed) {
      return true;
    }
    Holding holding = held.remove(key);
    // All that a lost device had is lost as well, and that was told.
    if (holding != null && !results.isLost()) {
      run(
          () -> {
            synchronize();
            results.check(holding.call(), holding.giveBack().getAsInt());
          });
    }
    return holding != null;
  }

  /** Gives back all that is held; may be called again. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    if (succeeds("cuCtxPushCurrent", driver.cuCtxPushCurrent_v2(context))) {
      succeeds("cuStreamSynchronize", driver.cuStreamSynchronize(stream));
      List<Holding> lastFirst = new ArrayList<>(held.values());
      Collections.reverse(lastFirst);
      held.clear();
      lastFirst.forEach(holding -> succeeds(holding.call(), holding.giveBack().getAsInt()));
      driver.cuCtxPopCurrent_v2(popped);
    }
    succeeds("cuDevicePrimaryCtxRelease", driver.cuDevicePrimaryCtxRelease_v2(device));
  }

  /** What cannot be given back is no reason to keep the rest. */
  private boolean succeeds(String call, int result) {
    if (result == CudaDriver.SUCCESS) {
      return true;
    }
    if (results.isLost()) {
      LOG.debug("{} failed with error {} on a GPU that is lost", call, result);
    } else {
      LOG.warn("a GPU is given back, but {}", results.failure(call, result, "").getMessage());
    }
    return false;
  }
}
