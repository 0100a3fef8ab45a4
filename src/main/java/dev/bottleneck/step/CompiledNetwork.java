package dev.bottleneck.step;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.updater.BaseMultiLayerUpdater;

/** A network compiled for where its vectors lie: the plans last used. */
final class CompiledNetwork implements AutoCloseable {
  /** The usual size and the smaller last one of an epoch; more would only hold memory. */
  private static final int MOST_PLANS = 3;

  private final MultiLayerNetwork net;
  private final Precision precision;
  private final NetworkMemory memory;
  private final FlatUpdater updater;
  private final Resources resources = new Resources();
  private final Tensor parameters;
  private final Tensor gradient;
  private final Tensor state; // null where no updater has any
  private final Map<Section, Plan> plans = new LinkedHashMap<>(8, 0.75f, true);
  private final Map<Section, NotCompilable> refused = new HashMap<>();

  CompiledNetwork(MultiLayerNetwork net, Precision precision) throws NotCompilable {
    this.net = net;
    this.precision = precision;
    OneDnn.check(precision);
    Refusals.check(net.getLayerWiseConfigurations());
    memory = NetworkMemory.of(net);
    if (!(memory.updater() instanceof BaseMultiLayerUpdater<?> blocks)) {
      throw new NotCompilable("the network has an updater that is not DL4J's");
    }
    if (Math.max(memory.length(), memory.stateLength()) > Integer.MAX_VALUE / Float.BYTES) {
      throw new NotCompilable("the network has more parameters than Java's buffers can address");
    }
    updater = new FlatUpdater(blocks);
    try (PointerScope scope = new PointerScope()) {
      PlanBuilder builder = new PlanBuilder(1, precision, resources);
      parameters = vector(builder, memory.parameters(), memory.length());
      gradient = vector(builder, memory.gradient(), memory.length());
      state = memory.state() == 0 ? null : vector(builder, memory.state(), memory.stateLength());
    }
  }

  private static Tensor vector(PlanBuilder builder, long address, long length) {
    return builder.view(address, PlanBuilder.plain(length), (int) length);
  }

  /** Whether the network's vectors lie where they did. */
  boolean isCurrent() {
    return memory.holdsFor(net);
  }

  /** The plan for all layers and features of {@code shape}, compiled if there is none yet. */
  Plan plan(Section.Purpose purpose, long... shape) throws NotCompilable {
    return plan(purpose, 0, net.getnLayers() - 1, shape);
  }

  /** The same for the layers from {@code first} to {@code last}. */
  Plan plan(Section.Purpose purpose, int first, int last, long... shape) throws NotCompilable {
    Section section = new Section(purpose, first, last, Arrays.stream(shape).boxed().toList());
    Plan plan = plans.get(section);
    return plan == null ? compile(section) : plan;
  }

  private Plan compile(Section section) throws NotCompilable {
    if (refused.containsKey(section)) {
      throw refused.get(section);
    }
    Plan plan;
    try {
      plan = PlanCompiler.compile(net, memory, section, precision);
    } catch (NotCompilable e) {
      refused.put(section, e);
      throw e;
    }
    plans.put(section, plan);
    if (plans.size() > MOST_PLANS) {
      Section eldest = plans.keySet().iterator().next();
      plans.remove(eldest).close();
    }
    return plan;
  }

  /** Updates the parameters by the gradient that a plan has left. */
  void update(int batch, int iteration, int epoch) {
    updater.update(parameters, gradient, state, batch, iteration, epoch);
  }

  @Override
  public void close() {
    new ArrayList<>(plans.values()).forEach(Plan::close);
    plans.clear();
    resources.close();
  }
}
