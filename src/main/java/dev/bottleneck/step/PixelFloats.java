package dev.bottleneck.step;

import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.bytedeco.dnnl.binary;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;

/**
 * Turns bytes into brightnesses, {@code value / 255f} to the last bit, in oneDNN's vector loops:
 * what gathers batches of pixels would otherwise take a tenth of a small network's step.
 *
 * <p>For one thread at a time. It is lent, and closing gives it back for others: its kernels live
 * as long as the process, one set for each thread that gathered at the same time.
 */
public final class PixelFloats implements AutoCloseable {
  /** Bytes that are turned together: with their floats they stay in a core's own cache. */
  private static final int MOST = 1 << 15;

  private static final int LEAST = 1 << 9;
  private static final float WHITE = 255;
  private static final Queue<PixelFloats> AT_REST = new ConcurrentLinkedQueue<>();

  /** Held, so that the collector does not find what the kernels know by address alone. */
  private final Resources resources;

  private final ByteBuffer bytes;
  private final Tensor[] floats; // by the power of two of their number over LEAST
  private final Kernel[] convert;
  private final Kernel[] divide;
  private long to;

  private PixelFloats(Resources resources) throws NotCompilable {
    this.resources = resources;
    PlanBuilder plan = new PlanBuilder(1, Precision.F32, resources);
    BytePointer held = resources.keep(new BytePointer(MOST));
    bytes = held.asByteBuffer();
    FloatPointer white = resources.keep(new FloatPointer(1));
    white.put(WHITE);
    memory divisor = resources.keep(new memory(PlanBuilder.plain(1, 1), plan.engine(), white));
    int sizes = Integer.numberOfTrailingZeros(MOST / LEAST) + 1;
    floats = new Tensor[sizes];
    convert = new Kernel[sizes];
    divide = new Kernel[sizes];
    for (int i = 0; i < sizes; i++) {
      int count = LEAST << i;
      floats[i] = plan.unplaced(1, count);
      convert[i] = convert(plan, resources, held, floats[i], count);
      divide[i] =
          plan.kernel("division", () -> division(plan, divisor, count))
              .with(dnnl.DNNL_ARG_SRC_0, floats[i])
              .with(dnnl.DNNL_ARG_SRC_1, divisor)
              .with(dnnl.DNNL_ARG_DST, floats[i]);
      convert[i].pack(resources);
      divide[i].pack(resources);
    }
  }

  private static Kernel convert(
      PlanBuilder plan, Resources resources, BytePointer held, Tensor floats, int count)
      throws NotCompilable {
    engine engine = plan.engine();
    memory.desc layout =
        new memory.desc(new long[] {1, count}, memory.data_type.u8, new long[] {count, 1});
    return plan.kernel(
            "conversion of bytes",
            () ->
                new reorder.primitive_desc(
                    engine, layout, engine, floats.layout(), plan.attributes(), false))
        .with(dnnl.DNNL_ARG_FROM, resources.keep(new memory(layout, engine, held)))
        .with(dnnl.DNNL_ARG_TO, floats);
  }

  private static binary.primitive_desc division(PlanBuilder plan, memory divisor, int count) {
    memory.desc layout = PlanBuilder.plain(1, count);
    return new binary.primitive_desc(
        plan.engine(),
        dnnl.algorithm.binary_div,
        layout,
        divisor.get_desc(),
        layout,
        plan.attributes(),
        false);
  }

  /** One that writes floats to {@code address} on; empty where there is no oneDNN for it. */
  public static Optional<PixelFloats> lend(long address) {
    if (OneDnn.failure().isPresent()) {
      return Optional.empty();
    }
    PixelFloats lent = AT_REST.poll();
    if (lent == null) {
      try (PointerScope scope = new PointerScope()) {
        lent = new PixelFloats(new Resources());
      } catch (NotCompilable e) {
        return Optional.empty();
      }
    }
    lent.bytes.clear();
    lent.to = address;
    return Optional.of(lent);
  }

  /** Appends {@code count} bytes of {@code from}, {@code first} and those after it. */
  public void add(ByteBuffer from, int first, int count) {
    int at = first;
    int left = count;
    while (left > 0) {
      int part = Math.min(left, bytes.remaining());
      bytes.put(bytes.position(), from, at, part).position(bytes.position() + part);
      at += part;
      left -= part;
      if (!bytes.hasRemaining()) {
        write();
      }
    }
  }

  /** Writes what was added, and gives this back. */
  @Override
  public void close() {
    write();
    Reference.reachabilityFence(resources);
    AT_REST.add(this);
  }

  private void write() {
    int left = bytes.position();
    bytes.clear();
    while (left >= LEAST) {
      int size = Integer.numberOfTrailingZeros(Integer.highestOneBit(left) / LEAST);
      int count = LEAST << size;
      floats[size].placeAt(to);
      convert[size].run();
      divide[size].run();
      to += (long) count * Float.BYTES;
      left -= count;
      if (left > 0) {
        // The kernels read from the beginning.
        bytes.put(0, bytes, count, left);
      }
    }
    if (left > 0) {
      ByteBuffer last = new FloatPlace(to, left).asByteBuffer().order(ByteOrder.nativeOrder());
      for (int i = 0; i < left; i++) {
        last.putFloat(i * Float.BYTES, (bytes.get(i) & 0xff) / WHITE);
      }
    }
  }

  /** Floats that are somebody else's. */
  private static final class FloatPlace extends FloatPointer {
    FloatPlace(long where, int count) {
      address = where;
      limit = count;
      capacity = count;
    }
  }
}
