package dev.bottleneck.step.onednn;

import org.bytedeco.javacpp.Pointer;

/** Somebody else's memory. */
final class Place extends Pointer {
  Place(long where, long bytes) {
    address = where;
    limit = bytes;
    capacity = bytes;
  }
}
