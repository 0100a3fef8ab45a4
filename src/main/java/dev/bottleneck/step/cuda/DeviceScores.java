package dev.bottleneck.step.cuda;

import dev.bottleneck.step.cuda.Arena.Place;
import dev.bottleneck.step.cuda.device.KernelDevice;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleConsumer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.IntPointer;

/**
 * The scores of steps, in their order, on the device until somebody asks for them: to wait for each
 * would have the device idle while the host gathers the next batch.
 */
final class DeviceScores implements AutoCloseable {
  /** So many that the one wait is nothing beside their steps. */
  static final int MOST = 1024;

  private final KernelDevice device;
  private final Arena arena;
  private final Place scores; // doubles
  private final Place count; // an int: how many there are
  private final List<DoubleConsumer> waiting = new ArrayList<>();
  private final DoublePointer read = new DoublePointer(MOST); // on the host, as is the next
  private final IntPointer none = new IntPointer(new int[] {0});

  /** Takes places in {@code arena}, which is placed later. */
  DeviceScores(KernelDevice device, Arena arena) {
    this.device = device;
    this.arena = arena;
    scores = arena.doubles(MOST);
    count = arena.floats(1);
  }

  /** Has a plan keep its score once it is made. */
  void append(Lowering lowering, Place score) {
    lowering.blocks("keep_score", 1, 1, lowering.values(), score, arena, scores, count);
  }

  /** Before a step whose score is kept. */
  void makeRoom() {
    if (waiting.size() == MOST) {
      tell();
    }
  }

  /**
   * After it.
   *
   * @param score is told it when the scores are
   */
  void kept(DoubleConsumer score) {
    waiting.add(score);
  }

  /** Waits for the scores that are kept, and tells them. */
  void tell() {
    if (waiting.isEmpty()) {
      return;
    }
    device.download(scores.address(), read.address(), (long) waiting.size() * Double.BYTES);
    device.upload(none.address(), count.address(), Integer.BYTES);
    List<DoubleConsumer> heard = List.copyOf(waiting);
    waiting.clear();
    for (int i = 0; i < heard.size(); i++) {
      heard.get(i).accept(read.get(i));
    }
  }

  @Override
  public void close() {
    read.close();
    none.close();
  }
}
