package dev.bottleneck.step.cuda;

import dev.bottleneck.step.cuda.Arena.Place;
import dev.bottleneck.step.cuda.device.KernelDevice;
import dev.bottleneck.step.graph.HeldExamples;
import dev.bottleneck.step.graph.Plan;
import dev.bottleneck.step.graph.Value;
import dev.bottleneck.training.Examples;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;

/**
 * Examples on the device, a byte or a float a value, and the order in which an epoch has them: a
 * step is then told nothing but where its batch begins.
 */
final class DeviceExamples implements HeldExamples {
  /** Of the memory that is free, they may take one part in so many: others come for some, too. */
  private static final int SHARE = 8;

  /** Values that are on their way at once. */
  private static final int AT_ONCE = 1 << 20;

  private final KernelDevice device;
  private final Arena arena;
  private final Held features;
  private final Held targets;
  private final Place order;
  private final Place first;
  private final int size;
  private final IntPointer told; // on the host

  /**
   * Examples in their place.
   *
   * @param floats what their bytes stand for; {@code null} where they are floats themselves
   */
  private record Held(Place values, Place floats, int length) {}

  /** Empty if the device has no room for them. */
  static Optional<DeviceExamples> of(KernelDevice device, Examples features, Examples targets) {
    long floats = floats(features) + (targets == features ? 0 : floats(targets)) + features.size();
    if (floats > device.freeBytes() / SHARE / Float.BYTES) {
      return Optional.empty();
    }
    DeviceExamples held = new DeviceExamples(device, features, targets);
    boolean complete = false;
    try {
      held.fill(features, targets);
      complete = true;
      return Optional.of(held);
    } finally {
      if (!complete) {
        held.close();
      }
    }
  }

  /** The room of so many floats. */
  private static long floats(Examples examples) {
    long values = (long) examples.size() * examples.length();
    return examples.bytes().isPresent() ? (values + Float.BYTES - 1) / Float.BYTES : values;
  }

  private DeviceExamples(KernelDevice device, Examples features, Examples targets) {
    this.device = device;
    arena = new Arena(device, 1);
    this.features = held(features);
    this.targets = targets == features ? this.features : held(targets);
    size = features.size();
    order = arena.floats(size);
    first = arena.floats(1);
    told = new IntPointer(Math.max(1, size));
  }

  private Held held(Examples examples) {
    Place values = arena.floats(floats(examples));
    Place floats = examples.bytes().map(bytes -> arena.floats(bytes.floats().length)).orElse(null);
    return new Held(values, floats, examples.length());
  }

  private void fill(Examples features, Examples targets) {
    arena.place();
    fill(features, this.features);
    if (targets != features) {
      fill(targets, this.targets);
    }
  }

  private void fill(Examples examples, Held held) {
    Optional<Examples.Bytes> bytes = examples.bytes();
    if (bytes.isEmpty()) {
      fillFloats(examples, held.values());
      return;
    }
    fillBytes(bytes.get(), examples, held.values());
    float[] floats = bytes.get().floats();
    try (FloatPointer host = new FloatPointer(floats)) {
      device.upload(host.address(), held.floats().address(), (long) floats.length * Float.BYTES);
    }
  }

  private void fillFloats(Examples examples, Place to) {
    int length = examples.length();
    int rows = rowsAtOnce(examples);
    float[] block = new float[rows * length];
    try (FloatPointer host = new FloatPointer(block.length)) {
      for (int from = 0; from < examples.size(); from += rows) {
        int count = Math.min(rows, examples.size() - from);
        for (int i = 0; i < count; i++) {
          examples.write(from + i, block, i * length);
        }
        host.put(block, 0, count * length);
        device.upload(
            host.address(),
            to.address() + (long) from * length * Float.BYTES,
            (long) count * length * Float.BYTES);
      }
    }
  }

  private void fillBytes(Examples.Bytes bytes, Examples examples, Place to) {
    int length = examples.length();
    int rows = rowsAtOnce(examples);
    byte[] block = new byte[rows * length];
    try (BytePointer host = new BytePointer(block.length)) {
      for (int from = 0; from < examples.size(); from += rows) {
        int count = Math.min(rows, examples.size() - from);
        for (int i = 0; i < count; i++) {
          bytes.write(from + i, block, i * length);
        }
        host.put(block, 0, count * length);
        device.upload(host.address(), to.address() + (long) from * length, (long) count * length);
      }
    }
  }

  private static int rowsAtOnce(Examples examples) {
    return Math.max(1, Math.min(examples.size(), AT_ONCE / Math.max(1, examples.length())));
  }

  @Override
  public void order(int[] rows) {
    told.put(rows, 0, rows.length);
    device.upload(told.address(), order.address(), (long) rows.length * Integer.BYTES);
  }

  /** Before the launches of {@link #takes}: the place in the order where the batch begins. */
  void begin(int place) {
    told.put(0, place);
    device.upload(told.address(), first.address(), Integer.BYTES);
  }

  /** What puts a batch where a plan expects its inputs and its labels, which are side by side. */
  List<LaunchDraft> takes(Plan plan, LoweredPlan lowered, Arena values) {
    List<LaunchDraft> takes = new ArrayList<>();
    takes.addAll(takes(plan.inputs(), lowered.inputs(), features, values));
    takes.addAll(takes(plan.labels(), lowered.labels(), targets, values));
    return takes;
  }

  private List<LaunchDraft> takes(List<Value> wanted, List<Place> places, Held from, Arena values) {
    List<LaunchDraft> takes = new ArrayList<>();
    int column = 0;
    for (int i = 0; i < places.size(); i++) {
      int rows = wanted.get(i).size(0);
      int columns = wanted.get(i).length() / rows;
      takes.add(take(places.get(i), values, rows, columns, from, column));
      column += columns;
    }
    return takes;
  }

  private LaunchDraft take(Place to, Arena values, int rows, int columns, Held from, int column) {
    List<Object> arguments =
        new ArrayList<>(List.of(values, to, rows, columns, arena, order, first, from.values()));
    if (from.floats() != null) {
      arguments.add(from.floats());
    }
    arguments.add(from.length());
    arguments.add(column);
    return new LaunchDraft(
        from.floats() != null ? "take_bytes" : "take_floats",
        Lowering.blocksFor((long) rows * columns),
        1,
        Lowering.THREADS,
        values.trials(),
        arguments);
  }

  @Override
  public void close() {
    arena.close();
    told.close();
  }
}
