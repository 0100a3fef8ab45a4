package dev.bottleneck.device;

import java.util.concurrent.atomic.AtomicLong;
import org.bytedeco.javacpp.Pointer;

/**
 * Keeps memory outside the heap from growing unseen.
 *
 * <p>ND4J frees an array when the collector finds it, and the collector runs when the heap is full:
 * arrays take next to nothing of that, so that gigabytes of them can lie about.
 */
public final class NativeMemory {
  /** A collection takes some hundredths of a second; this much memory is worth it. */
  private static final long WORTH_A_COLLECTION = 512L << 20;

  private static final AtomicLong AFTER_LAST = new AtomicLong(Pointer.physicalBytes());

  private NativeMemory() {}

  /**
   * Lets the collector run if the process has grown a good deal since it last did, or its arrays
   * lie on a GPU, where what they take cannot be seen from here.
   */
  public static void reclaim() {
    if (Machine.computesOnGpu()
        || Pointer.physicalBytes() - AFTER_LAST.get() > WORTH_A_COLLECTION) {
      System.gc();
      AFTER_LAST.set(Pointer.physicalBytes());
    }
  }
}
