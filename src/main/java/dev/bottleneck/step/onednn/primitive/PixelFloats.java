package dev.bottleneck.step.onednn.primitive;

import dev.bottleneck.step.graph.NotCompilable;
import dev.bottleneck.step.graph.Precision;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.Map;
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

  /** Numbers of bytes that kernels are kept for: a batch size or two has as many remainders. */
  private static final int KEPT = 8;

  private static final float WHITE = 255;
  private static final Queue<PixelFloats> AT_REST = new ConcurrentLinkedQueue<>();

  /** Held, so that the collector does not find what the kernels know by address alone. */
  private final Resources resources = new Resources();

  private final Map<Integer, Kernels> byCount = new LinkedHashMap<>(KEPT, 0.75f, true);
  private final StageBuilder plan = new StageBuilder(1, Precision.F32, resources);
  private final BytePointer held = resources.keep(new BytePointer(MOST));
  private final FloatPointer white = resources.keep(new FloatPointer(1));
  private final memory divisor =
      resources.keep(new memory(StageBuilder.plain(1, 1), plan.engine(), white));
  private final ByteBuffer bytes = held.asByteBuffer();
  private long to;

  /** What turns so many bytes; closed on its own. */
  private record Kernels(Resources resources, Tensor floats, Kernel convert, Kernel divide) {}

  private PixelFloats() {
    white.put(WHITE);
  }

  private Kernels kernels(int count) throws NotCompilable {
    Kernels known = byCount.get(count);
    if (known != null) {
      return known;
    }
    if (byCount.size() == KEPT) {
      int eldest = byCount.keySet().iterator().next();
      byCount.remove(eldest).resources.close();
    }
    try (PointerScope scope = new PointerScope()) {
      Kernels made = make(count);
      byCount.put(count, made);
      return made;
    }
  }

  private Kernels make(int count) throws NotCompilable {
    Resources own = new Resources();
    StageBuilder builder = new StageBuilder(1, Precision.F32, own);
    engine engine = builder.engine();
    Tensor floats = builder.unplaced(1, count);
    memory.desc layout =
        new memory.desc(new long[] {1, count}, memory.data_type.u8, new long[] {count, 1});
    Kernel convert =
        builder
            .kernel(
                "conversion of bytes",
                () ->
                    new reorder.primitive_desc(
                        engine, layout, engine, floats.layout(), builder.attributes(), false))
            .with(dnnl.DNNL_ARG_FROM, own.keep(new memory(layout, engine, held)))
            .with(dnnl.DNNL_ARG_TO, floats);
    Kernel divide =
        builder
            .kernel(
                "division",
                () ->
                    new binary.primitive_desc(
                        engine,
                        dnnl.algorithm.binary_div,
                        floats.layout(),
                        divisor.get_desc(),
                        floats.layout(),
                        builder.attributes(),
                        false))
            .with(dnnl.DNNL_ARG_SRC_0, floats)
            .with(dnnl.DNNL_ARG_SRC_1, divisor)
            .with(dnnl.DNNL_ARG_DST, floats);
    convert.pack(own);
    divide.pack(own);
    return new Kernels(own, floats, convert, divide);
  }

  /** One that writes floats to {@code address} on; empty where there is no oneDNN for it. */
  public static Optional<PixelFloats> lend(long address) {
    if (OneDnn.failure().isPresent()) {
      return Optional.empty();
    }
    PixelFloats lent = AT_REST.poll();
    if (lent == null) {
      try (PointerScope scope = new PointerScope()) {
        lent = new PixelFloats();
        lent.kernels(MOST);
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
    int count = bytes.position();
    bytes.clear();
    if (count == 0) {
      return;
    }
    try {
      Kernels kernels = kernels(count);
      kernels.floats.placeAt(to);
      kernels.convert.run();
      kernels.divide.run();
    } catch (NotCompilable e) {
      // Of this number alone it knows no better than its reference.
      ByteBuffer floats =
          new Place(to, (long) count * Float.BYTES).asByteBuffer().order(ByteOrder.nativeOrder());
      for (int i = 0; i < count; i++) {
        floats.putFloat((bytes.get(i) & 0xff) / WHITE);
      }
    }
    to += (long) count * Float.BYTES;
  }
}
