package dev.bottleneck.step.onednn.primitive;

import org.bytedeco.javacpp.Pointer;

/** Somebody else's memory. */
public final class Place extends Pointer {
  public Place(long where, long bytes) {
    address = where;
    limit = bytes;
    capacity = bytes;
  }
}
