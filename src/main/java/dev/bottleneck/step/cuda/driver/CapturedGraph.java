package dev.bottleneck.step.cuda.driver;

import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes launches a graph, which the driver carries out by one call. */
final class CapturedGraph {
  private static final Logger LOG = LoggerFactory.getLogger(CapturedGraph.class);

  private final CudaDriver driver;
  private final DriverResults results;
  private final Pointer stream;

  private CapturedGraph(DriverContext context) {
    driver = context.driver();
    results = context.results();
    stream = context.stream();
  }

  /**
   * The graph of {@code launches}, to be launched; within {@link DriverContext#run}.
   *
   * @return empty where the driver cannot make it
   * @throws dev.bottleneck.step.cuda.device.DeviceFailure if a launch is wrong by itself
   */
  static Optional<Pointer> of(DriverContext context, PreparedLaunches launches) {
    try {
      return new CapturedGraph(context).capture(launches);
    } catch (UnsatisfiedLinkError e) {
      LOG.info("launches are made one by one: the driver is older than graphs", e);
      return Optional.empty();
    }
  }

  private Optional<Pointer> capture(PreparedLaunches launches) {
    int begun = driver.cuStreamBeginCapture_v2(stream, CudaDriver.CAPTURE_MODE_THREAD_LOCAL);
    if (begun != CudaDriver.SUCCESS) {
      return none("cuStreamBeginCapture", begun);
    }
    int launched = CudaDriver.SUCCESS;
    int count = 0;
    while (launched == CudaDriver.SUCCESS && count < launches.size()) {
      launched = launches.launch(count++);
    }
    PointerByReference graph = new PointerByReference();
    int ended = driver.cuStreamEndCapture(stream, graph);
    try {
      if (launched != CudaDriver.SUCCESS && !isOfCapture(launched)) {
        throw results.failure(launches.call(count - 1), launched, "");
      }
      if (launched != CudaDriver.SUCCESS) {
        return none(launches.call(count - 1), launched);
      }
      return ended == CudaDriver.SUCCESS
          ? instantiate(graph.getValue())
          : none("cuStreamEndCapture", ended);
    } finally {
      if (graph.getValue() != null) {
        driver.cuGraphDestroy(graph.getValue());
      }
    }
  }

  /** CUDA_ERROR_STREAM_CAPTURE_…: the launch could be made outside of a capture. */
  private static boolean isOfCapture(int error) {
    return error >= 900 && error <= 908;
  }

  private Optional<Pointer> instantiate(Pointer graph) {
    PointerByReference executable = new PointerByReference();
    int result;
    try {
      result = driver.cuGraphInstantiateWithFlags(executable, graph, 0);
    } catch (UnsatisfiedLinkError e) {
      LOG.debug("the driver is older than CUDA 11.4", e);
      result = driver.cuGraphInstantiate_v2(executable, graph, null, null, 0);
    }
    return result == CudaDriver.SUCCESS
        ? Optional.of(executable.getValue())
        : none("cuGraphInstantiate", result);
  }

  private Optional<Pointer> none(String call, int result) {
    LOG.info("launches are made one by one: {}", results.failure(call, result, "").getMessage());
    results.requireUsable();
    return Optional.empty();
  }
}
