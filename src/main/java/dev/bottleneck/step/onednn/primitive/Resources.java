package dev.bottleneck.step.onednn.primitive;

import java.util.ArrayDeque;
import java.util.Deque;
import org.bytedeco.javacpp.Pointer;

/** Native memory and oneDNN objects that are freed together, not when the collector finds them. */
public final class Resources implements AutoCloseable {
  private final Deque<Pointer> kept = new ArrayDeque<>();

  /** Keeps {@code pointer} beyond the scope it was made in. */
  public <P extends Pointer> P keep(P pointer) {
    pointer.retainReference();
    kept.push(pointer);
    return pointer;
  }

  /** The last made goes first. */
  @Override
  public void close() {
    while (!kept.isEmpty()) {
      kept.pop().releaseReference();
    }
  }
}
