package dev.bottleneck.training;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A network as it was: parameters, the updater's state and the counters of steps and epochs.
 *
 * <p>The last two belong to it because a network whose Adam moments or corruption are those of
 * another epoch could not be trained on.
 */
final class Snapshot {
  private final INDArray parameters;
  private final Optional<INDArray> updaterState;
  private int iterations;
  private int epochs;

  /** Room for a copy of {@code net}; nothing is taken yet. */
  Snapshot(Network net) {
    parameters = net.params().ulike();
    updaterState = net.updaterState().map(INDArray::ulike);
  }

  /** Copies what {@code net} is now. */
  void take(Network net) {
    parameters.assign(net.params());
    updaterState.ifPresent(state -> state.assign(net.updaterState().orElseThrow()));
    iterations = net.iterations();
    epochs = net.epochs();
  }

  /** Makes {@code net} what it was, to the last bit. */
  void restore(Network net) {
    net.params().assign(parameters);
    updaterState.ifPresent(state -> net.updaterState().orElseThrow().assign(state));
    net.setCounters(iterations, epochs);
  }

  void write(DataOutput out) throws IOException {
    write(out, parameters, updaterState, iterations, epochs);
  }

  void read(DataInput in) throws IOException {
    readArrays(in, parameters, updaterState);
    iterations = in.readInt();
    epochs = in.readInt();
  }

  /** Writes {@code net} as it is, which {@link #read} reads. */
  static void write(Network net, DataOutput out) throws IOException {
    write(out, net.params(), net.updaterState(), net.iterations(), net.epochs());
  }

  /** Makes {@code net}, which is of the same definition, what was written. */
  static void read(Network net, DataInput in) throws IOException {
    readArrays(in, net.params(), net.updaterState());
    net.setCounters(in.readInt(), in.readInt());
  }

  private static void write(
      DataOutput out,
      INDArray parameters,
      Optional<INDArray> updaterState,
      int iterations,
      int epochs)
      throws IOException {
    ArrayBytes.write(out, parameters);
    out.writeBoolean(updaterState.isPresent());
    if (updaterState.isPresent()) {
      ArrayBytes.write(out, updaterState.get());
    }
    out.writeInt(iterations);
    out.writeInt(epochs);
  }

  private static void readArrays(DataInput in, INDArray parameters, Optional<INDArray> updaterState)
      throws IOException {
    ArrayBytes.readInto(in, parameters);
    if (in.readBoolean() != updaterState.isPresent()) {
      throw new IOException("the state is of another updater");
    }
    if (updaterState.isPresent()) {
      ArrayBytes.readInto(in, updaterState.get());
    }
  }
}
