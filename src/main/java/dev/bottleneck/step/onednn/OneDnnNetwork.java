package dev.bottleneck.step.onednn;

import dev.bottleneck.step.graph.NetworkVectors;
import dev.bottleneck.step.graph.NotCompilable;
import dev.bottleneck.step.graph.Plan;
import dev.bottleneck.step.graph.PlannedNetwork;
import dev.bottleneck.step.graph.Precision;
import dev.bottleneck.step.graph.Program;
import dev.bottleneck.step.graph.Update;
import dev.bottleneck.step.onednn.primitive.Resources;
import dev.bottleneck.step.onednn.primitive.StageBuilder;
import dev.bottleneck.step.onednn.primitive.StageProgram;
import dev.bottleneck.step.onednn.primitive.Tensor;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A network's flat vectors as tensors, and what updates them. */
final class OneDnnNetwork implements PlannedNetwork {
  private final NetworkVectors vectors;
  private final Precision precision;
  private final FlatUpdater updater;
  private final Resources resources = new Resources();
  private final Tensor parameters;
  private final Tensor gradient;
  private final Tensor state; // null where no updater has any

  OneDnnNetwork(NetworkVectors vectors, List<Update> updates, Precision precision)
      throws NotCompilable {
    this.vectors = vectors;
    this.precision = precision;
    requireAddressable(vectors.parameters());
    if (vectors.state() != null) {
      requireAddressable(vectors.state());
    }
    updater = new FlatUpdater(updates);
    try (PointerScope scope = new PointerScope()) {
      StageBuilder builder = new StageBuilder(1, precision, resources);
      parameters = vector(builder, vectors.parameters());
      gradient = vector(builder, vectors.gradient());
      state = vectors.state() == null ? null : vector(builder, vectors.state());
    }
  }

  private static void requireAddressable(INDArray vector) throws NotCompilable {
    if (vector.length() > Integer.MAX_VALUE / Float.BYTES) {
      throw new NotCompilable("the network has more parameters than Java's buffers can address");
    }
  }

  private static Tensor vector(StageBuilder builder, INDArray vector) {
    long length = vector.length();
    return builder.view(
        NetworkVectors.addressOf(vector), StageBuilder.plain(length), Math.toIntExact(length));
  }

  @Override
  public Program compile(Plan plan) throws NotCompilable {
    Resources own = new Resources();
    boolean complete = false;
    // Frees what is made on the way; what stays is kept by the resources.
    try (PointerScope scope = new PointerScope()) {
      StageProgram program = new Lowering(plan, vectors, precision, own).program();
      complete = true;
      return program;
    } finally {
      if (!complete) {
        own.close();
      }
    }
  }

  @Override
  public void update(int batch, int iteration, int epoch) {
    updater.update(parameters, gradient, state, batch, iteration, epoch);
  }

  @Override
  public void close() {
    resources.close();
  }
}
