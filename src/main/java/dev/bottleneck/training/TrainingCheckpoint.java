package dev.bottleneck.training;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Keeps what a training goes on from if its process ends before it does. */
public interface TrainingCheckpoint {
  /** Keeps nothing. */
  TrainingCheckpoint NONE =
      new TrainingCheckpoint() {
        @Override
        public boolean isDue() {
          return false;
        }

        @Override
        public void keep(State state) {}

        @Override
        public boolean restore(Reader reader) {
          return false;
        }
      };

  /** Writes where the training stands. */
  @FunctionalInterface
  interface State {
    void write(DataOutput out) throws IOException;
  }

  /** Takes up what {@link State} wrote. */
  @FunctionalInterface
  interface Reader {
    void read(DataInput in) throws IOException;
  }

  /** Whether the state should be kept now; asked between two steps. */
  boolean isDue();

  /** The same once the training has ended: what follows it should not have to wait for it again. */
  default boolean isDueAtEnd() {
    return isDue();
  }

  /** Keeps the state in place of an earlier one. */
  void keep(State state);

  /**
   * Has {@code reader} read what was kept last.
   *
   * @return whether there was any
   */
  boolean restore(Reader reader);
}
