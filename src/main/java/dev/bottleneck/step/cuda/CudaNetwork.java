package dev.bottleneck.step.cuda;

import dev.bottleneck.step.cuda.device.KernelDevice;
import dev.bottleneck.step.graph.HeldExamples;
import dev.bottleneck.step.graph.NetworkVectors;
import dev.bottleneck.step.graph.NotCompilable;
import dev.bottleneck.step.graph.Plan;
import dev.bottleneck.step.graph.PlannedNetwork;
import dev.bottleneck.step.graph.Program;
import dev.bottleneck.step.graph.Update;
import dev.bottleneck.training.Examples;
import java.util.List;
import java.util.Optional;

/** A network's vectors on a device of its own, and what updates them. */
final class CudaNetwork implements PlannedNetwork {
  static final int ONE_TRIAL = 1;

  private final KernelDevice device;
  private final Arena arena;
  private final DeviceVectors vectors;
  private final DeviceScores scores;
  private final DeviceUpdater updater;

  CudaNetwork(KernelDevice device, NetworkVectors vectors, List<Update> updates)
      throws NotCompilable {
    this.device = device;
    arena = new Arena(device, ONE_TRIAL);
    this.vectors = new DeviceVectors(device, vectors, arena);
    scores = new DeviceScores(device, arena);
    updater = new DeviceUpdater(device, this.vectors, updates);
    arena.place();
    updater.prepare();
  }

  @Override
  public Program compile(Plan plan) throws NotCompilable {
    Arena values = new Arena(device, ONE_TRIAL);
    boolean complete = false;
    try {
      LoweredPlan lowered = new Lowering(plan, vectors, scores, values).lower();
      CudaProgram program = new CudaProgram(plan, lowered, device, vectors, scores, values);
      complete = true;
      return program;
    } finally {
      if (!complete) {
        values.close();
      }
    }
  }

  @Override
  public Optional<HeldExamples> hold(Examples features, Examples targets) {
    return DeviceExamples.of(device, features, targets).map(HeldExamples.class::cast);
  }

  @Override
  public void update(int batch, int iteration, int epoch) {
    updater.update(batch, iteration, epoch);
  }

  @Override
  public boolean runsAhead() {
    return true;
  }

  @Override
  public void settle() {
    vectors.settle();
    scores.tell();
  }

  @Override
  public void close() {
    updater.close();
    scores.close();
    arena.close();
    device.close();
  }
}
