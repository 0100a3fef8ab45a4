package dev.bottleneck.step.cuda.driver;

import com.sun.jna.Pointer;
import dev.bottleneck.step.cuda.device.Launch;
import dev.bottleneck.step.cuda.device.LaunchSequence;
import java.util.List;
import java.util.Optional;

/** Launches by a graph, or one by one where the driver makes none. */
final class DriverSequence implements LaunchSequence {
  private final DriverContext context;
  private final PreparedLaunches launches;
  private final Optional<Pointer> graph;
  private final Runnable work;
  private boolean closed;

  /** Within {@link DriverContext#run}. */
  DriverSequence(DriverContext context, KernelModule module, List<Launch> launches) {
    this.context = context;
    this.launches = new PreparedLaunches(context, module, launches);
    graph = CapturedGraph.of(context, this.launches);
    graph.ifPresent(
        made ->
            context.hold(
                made, "cuGraphExecDestroy", () -> context.driver().cuGraphExecDestroy(made)));
    work = graph.<Runnable>map(made -> () -> launchGraph(made)).orElse(this::launchEach);
  }

  /** Whether all is asked for by one call. */
  boolean isGraph() {
    return graph.isPresent();
  }

  @Override
  public void run() {
    if (closed) {
      throw new IllegalStateException("the launches are closed");
    }
    context.run(work);
  }

  private void launchGraph(Pointer made) {
    context
        .results()
        .check("cuGraphLaunch", context.driver().cuGraphLaunch(made, context.stream()));
  }

  private void launchEach() {
    for (int i = 0; i < launches.size(); i++) {
      int result = launches.launch(i);
      if (result != CudaDriver.SUCCESS) {
        throw context.results().failure(launches.call(i), result, "");
      }
    }
  }

  /** Does nothing if the device was closed before. */
  @Override
  public void close() {
    closed = true;
    graph.ifPresent(context::giveBack);
  }
}
