package dev.bottleneck.step.cuda;

import dev.bottleneck.step.cuda.Arena.Place;
import dev.bottleneck.step.cuda.device.KernelDevice;
import dev.bottleneck.step.cuda.device.OutOfDeviceMemory;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Examples on the device, a byte or a float a value, and the order in which an epoch has them: a
 * step is then told nothing but where its batch begins.
 */
final class DeviceExamples implements HeldExamples {
  private static final Logger LOG = LoggerFactory.getLogger(DeviceExamples.class);

  /** Of the memory that is free, they may take one part in so many: others come for some, too. */
  private static final int SHARE = 8;

  /** Bytes that are on their way at once. */
  private static final int AT_ONCE = 1 << 20;

  private final KernelDevice device;
  private final Arena arena;
  private final Held features;
  private final Held targets;
  private final Place order;
  private final Place first;
  private final int size;
  private final IntPointer told; // on the host
  private int[] lastOrder; // that was told; null before

  /**
   * Examples in their place.
   *
   * @param table the floats that their bytes stand for; {@code null} where they are floats
   */
  private record Held(Place values, Place table, int length) {}

  /** Empty if the device has no room for them. */
  static Optional<DeviceExamples> of(KernelDevice device, Examples features, Examples targets) {
    long floats = roomOf(features) + (targets == features ? 0 : roomOf(targets)) + features.size();
    if (floats > device.freeBytes() / SHARE / Float.BYTES) {
      return Optional.empty();
    }
    DeviceExamples held = new DeviceExamples(device, features, targets);
    boolean complete = false;
    try {
      held.fill(features, targets);
      complete = true;
      return Optional.of(held);
    } catch (OutOfDeviceMemory e) {
      LOG.info("batches are gathered by the processor: others took the memory meanwhile", e);
      return Optional.empty();
    } finally {
      if (!complete) {
        held.close();
      }
    }
  }

  /** In floats. */
  private static long roomOf(Examples examples) {
    long values = (long) examples.size() * examples.length();
    return examples.bytes().isPresent() ? (values + Float.BYTES - 1) / Float.BYTES : values;
  }

  private DeviceExamples(KernelDevice device, Examples features, Examples targets) {
    this.device = device;
    arena = new Arena(device, CudaNetwork.ONE_TRIAL);
    this.features = place(features);
    this.targets = targets == features ? this.features : place(targets);
    size = features.size();
    order = arena.floats(size);
    first = arena.floats(1);
    told = new IntPointer(Math.max(1, size));
  }

  private Held place(Examples examples) {
    Place values = arena.floats(roomOf(examples));
    Place table = examples.bytes().map(bytes -> arena.floats(bytes.floats().length)).orElse(null);
    return new Held(values, table, examples.length());
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
    if (bytes.isPresent()) {
      fill(bytes.get(), examples.size(), held);
    } else {
      long to = held.values().address();
      long row = (long) examples.length() * Float.BYTES;
      examples.read((from, rows, block) -> upload(block, to + from * row, rows * row));
    }
  }

  private void fill(Examples.Bytes bytes, int size, Held held) {
    float[] table = bytes.floats();
    upload(table, held.table().address(), (long) table.length * Float.BYTES);
    int length = held.length();
    int rows = Math.max(1, Math.min(size, AT_ONCE / Math.max(1, length)));
    byte[] block = new byte[rows * length];
    try (BytePointer host = new BytePointer(block.length)) {
      for (int from = 0; from < size; from += rows) {
        int count = Math.min(rows, size - from);
        for (int i = 0; i < count; i++) {
          bytes.write(from + i, block, i * length);
        }
        host.put(block, 0, count * length);
        long to = held.values().address() + (long) from * length;
        device.upload(host.address(), to, (long) count * length);
      }
    }
  }

  private void upload(float[] values, long to, long bytes) {
    try (FloatPointer host = new FloatPointer(values)) {
      device.upload(host.address(), to, bytes);
    }
  }

  @Override
  public void order(int[] rows) {
    if (rows == lastOrder) {
      return;
    }
    if (rows.length > size) {
      throw new IllegalArgumentException("an order of " + rows.length + " of " + size);
    }
    told.put(rows, 0, rows.length);
    device.upload(told.address(), order.address(), (long) rows.length * Integer.BYTES);
    lastOrder = rows;
  }

  /** Before what {@link #gathering} makes: the place in the order where the batch begins. */
  void begin(int place) {
    told.put(0, place);
    device.upload(told.address(), first.address(), Integer.BYTES);
  }

  /** What puts a batch where a plan has its inputs and its labels. */
  List<LaunchDraft> gathering(Plan plan, LoweredPlan lowered, Arena values) {
    List<LaunchDraft> launches = new ArrayList<>();
    launches.addAll(gathering(plan.inputs(), lowered.inputs(), features, values));
    launches.addAll(gathering(plan.labels(), lowered.labels(), targets, values));
    return launches;
  }

  /** Of several labels each has the columns after those of the one before. */
  private List<LaunchDraft> gathering(
      List<Value> wanted, List<Place> places, Held from, Arena values) {
    List<LaunchDraft> launches = new ArrayList<>();
    int column = 0;
    for (int i = 0; i < places.size(); i++) {
      int rows = wanted.get(i).size(0);
      int columns = wanted.get(i).length() / rows;
      launches.add(gathering(places.get(i), values, rows, columns, from, column));
      column += columns;
    }
    return launches;
  }

  private LaunchDraft gathering(
      Place to, Arena values, int rows, int columns, Held from, int column) {
    List<Object> arguments =
        new ArrayList<>(List.of(values, to, rows, columns, order, first, from.values()));
    if (from.table() != null) {
      arguments.add(from.table());
    }
    arguments.add(from.length());
    arguments.add(column);
    return new LaunchDraft(
        from.table() != null ? "gather_bytes" : "gather_floats",
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
