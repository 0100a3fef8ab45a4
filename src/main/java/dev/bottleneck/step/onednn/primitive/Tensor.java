package dev.bottleneck.step.onednn.primitive;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.Pointer;

/**
 * Floats outside the heap, in a layout oneDNN knows: its own, or a view of DL4J's.
 *
 * <p>Plain loops read and write it through heap arrays: C2 vectorises those, and bulk copies cost
 * little.
 */
public final class Tensor {
  private final long[] shape;
  private final memory memory;
  private final int length;
  private final List<Tensor> views = new ArrayList<>();
  private long address;
  private FloatBuffer values;

  public Tensor(long[] shape, memory memory, int length) {
    this.shape = shape.clone();
    this.memory = memory;
    this.length = length;
  }

  /** Lets {@code view} lie where this tensor does, from now on and wherever it goes. */
  public void addView(Tensor view) {
    views.add(view);
    if (values != null) {
      view.placeAt(address);
    }
  }

  /** Lets the tensor lie at {@code where} from now on; nothing is copied. */
  public void placeAt(long where) {
    address = where;
    Pointer place = new Place(where, (long) Float.BYTES * length);
    memory.set_data_handle(place);
    ByteBuffer bytes = place.asByteBuffer();
    values = bytes.order(ByteOrder.nativeOrder()).asFloatBuffer();
    for (Tensor view : views) {
      view.placeAt(where);
    }
  }

  public long address() {
    return address;
  }

  public long[] shape() {
    return shape.clone();
  }

  /** Size of dimension {@code index}. */
  public int size(int index) {
    return Math.toIntExact(shape[index]);
  }

  /** Number of floats, padding included. */
  public int length() {
    return length;
  }

  public memory memory() {
    return memory;
  }

  public memory.desc layout() {
    return memory.get_desc();
  }

  /** Whether the values lie in C order, without padding. */
  public boolean inOrder() {
    return layout().equals(StageBuilder.plain(shape));
  }

  /** Copies the values from {@code start} to the beginning of {@code to}. */
  public void get(int start, float[] to, int count) {
    get(start, to, 0, count);
  }

  /** Copies the values from {@code start} to {@code at}. */
  public void get(int start, float[] to, int at, int count) {
    values.get(start, to, at, count);
  }

  /** Copies the beginning of {@code from} to {@code start}. */
  public void put(int start, float[] from, int count) {
    put(start, from, 0, count);
  }

  /** Copies the values at {@code at} to {@code start}. */
  public void put(int start, float[] from, int at, int count) {
    values.put(start, from, at, count);
  }

  /** Copies all values to {@code to}. */
  public void get(float[] to) {
    get(0, to, length);
  }

  /** Copies all values to memory at {@code where}. */
  public void copyTo(long where) {
    long bytes = (long) Float.BYTES * length;
    Pointer.memcpy(new Place(where, bytes), new Place(address, bytes), bytes);
  }

  /** Copies all values from {@code from}. */
  public void put(float[] from) {
    put(0, from, length);
  }
}
