package dev.bottleneck.runtime;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.atomic.AtomicInteger;

/** Has the so many-th write of a {@link WholeFile} fail, and all after it, until it is closed. */
public final class FailingDisk implements AutoCloseable {
  public static final String FULL = "No space left on device";

  private final AtomicInteger writes = new AtomicInteger();
  private final int last;

  private FailingDisk(int last) {
    this.last = last;
    WholeFile.throughDisk(Writes::new);
  }

  /** One with room for so many writes. */
  public static FailingDisk after(int writes) {
    return new FailingDisk(writes);
  }

  /** One with room for all, which counts them. */
  public static FailingDisk never() {
    return new FailingDisk(Integer.MAX_VALUE);
  }

  /** How often was written, the failures among them. */
  public int writes() {
    return writes.get();
  }

  @Override
  public void close() {
    WholeFile.throughDisk(out -> out);
  }

  private final class Writes extends FilterOutputStream {
    Writes(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int value) throws IOException {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] from, int start, int length) throws IOException {
      if (writes.incrementAndGet() > last) {
        throw new IOException(FULL);
      }
      out.write(from, start, length);
    }
  }
}
