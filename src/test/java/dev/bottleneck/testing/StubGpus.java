package dev.bottleneck.testing;

import dev.bottleneck.device.Devices;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * GPUs that are none: what is done by them is recorded, what is computed on them the processor
 * computes. Of an array that it did not copy itself it takes for granted that it lies elsewhere.
 */
public final class StubGpus implements Devices {
  /** An array that was copied to a device. */
  public record Copied(INDArray original, int device) {}

  private final int count;
  private final ThreadLocal<Integer> current = ThreadLocal.withInitial(() -> 0);
  private final Map<Thread, Set<Integer>> used = new ConcurrentHashMap<>();
  private final Map<INDArray, Integer> copies =
      Collections.synchronizedMap(new IdentityHashMap<>());
  private final List<Copied> copied = Collections.synchronizedList(new ArrayList<>());

  public StubGpus(int count) {
    this.count = count;
  }

  @Override
  public int count() {
    return count;
  }

  @Override
  public boolean areGpus() {
    return true;
  }

  @Override
  public int current() {
    return current.get();
  }

  @Override
  public void use(int device) {
    if (device < 0 || device >= count) {
      throw new IllegalArgumentException("device " + device + " of " + count);
    }
    current.set(device);
    used.computeIfAbsent(Thread.currentThread(), thread -> ConcurrentHashMap.newKeySet())
        .add(device);
  }

  @Override
  public INDArray here(INDArray whole) {
    if (Integer.valueOf(current()).equals(copies.get(whole))) {
      return whole;
    }
    if (whole.isView()) {
      throw new UnsupportedOperationException("a view, which ND4J does not replicate");
    }
    INDArray copy = whole.dup();
    copies.put(copy, current());
    copied.add(new Copied(whole, current()));
    return copy;
  }

  @Override
  public void finish() {}

  /** The devices that each thread was told to use. */
  public Map<Thread, Set<Integer>> used() {
    return used;
  }

  /** Every copy that was made, in order. */
  public List<Copied> copied() {
    return List.copyOf(copied);
  }
}
