package dev.bottleneck.device;

import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What ND4J computes on: the processor, or the GPUs that it sees.
 *
 * <p>A thread computes on one device, and the arrays it makes lie there. ND4J either refuses an
 * array that lies on another device or moves it, under the threads that still compute with it:
 * threads of several devices share nothing but what each took {@link #here}.
 */
public interface Devices {
  /** Those of ND4J's backend; loads it. */
  static Devices present() {
    return Nd4jDevices.instance();
  }

  /** How many there are; devices are numbered from 0. */
  int count();

  /** Whether they are GPUs. */
  boolean areGpus();

  /** The device of the calling thread. */
  int current();

  /** Has the calling thread compute on {@code device} from now on. */
  void use(int device);

  /**
   * {@code whole} itself if it lies on the calling thread's device, else a copy that does.
   *
   * @param whole no view of another array
   */
  INDArray here(INDArray whole);

  /** Waits until what the calling thread computed is there, so that other threads may read it. */
  void finish();

  /** Has the calling thread, number {@code worker} of several, compute on its share of them. */
  default void pin(int worker) {
    use(worker % count());
  }

  /** What people know the calling thread's GPU by, 12 letters at most; empty on the processor. */
  default Optional<String> gpu() {
    return areGpus()
        ? Optional.of(VisibleDevices.name(current(), System.getenv(VisibleDevices.VARIABLE)))
        : Optional.empty();
  }

  /** Such as "6 workers on 2 GPUs, 3 each". */
  default String spread(int workers) {
    String text = counted(workers, "worker");
    if (!areGpus()) {
      return text;
    }
    if (workers < count()) {
      return "%s on %d of %s".formatted(text, workers, counted(count(), "GPU"));
    }
    text += " on " + counted(count(), "GPU");
    if (count() == 1) {
      return text;
    }
    int least = workers / count();
    return workers % count() == 0
        ? "%s, %d each".formatted(text, least)
        : "%s, %d or %d each".formatted(text, least, least + 1);
  }

  private static String counted(int n, String what) {
    return n == 1 ? "1 " + what : n + " " + what + "s";
  }
}
