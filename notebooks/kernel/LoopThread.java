package org.rapaio.jupyter.kernel.channels;

/**
 * Takes the place of the class of this name in rapaio-jupyter-kernel 3.0.1, whose kernels at times
 * never answer: the loop ends at once where it looks at {@code running} before {@code start} has
 * set it, and for good where a message comes before the kernel has its handlers. Jupyter asks again
 * until it is answered, so that a message too early may be lost, but not the loop.
 */
public final class LoopThread extends Thread {
  private final long pauseMillis;
  private final Runnable body;
  private volatile boolean running = true;

  public LoopThread(String name, long pauseMillis, Runnable body) {
    super(name);
    this.pauseMillis = pauseMillis;
    this.body = body;
  }

  @Override
  public void run() {
    while (running) {
      try {
        body.run();
        Thread.sleep(pauseMillis);
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        if (running) {
          e.printStackTrace();
        }
      }
    }
  }

  public void shutdown() {
    running = false;
  }
}
