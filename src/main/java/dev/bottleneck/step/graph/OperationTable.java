package dev.bottleneck.step.graph;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * What is done with each kind of operation: a kind is one line.
 *
 * @param <C> what an operation is appended to
 * @param <X> what appending throws
 */
public final class OperationTable<C, X extends Exception> {
  private final Map<Class<?>, Entry<?, C, X>> known = new HashMap<>();

  /** Appends an operation of one kind. */
  @FunctionalInterface
  public interface Appender<O extends Operation, C, X extends Exception> {
    void append(O operation, C to) throws X;
  }

  private record Entry<O extends Operation, C, X extends Exception>(
      Class<O> type, Appender<O, C, X> appender) {
    void append(Operation operation, C to) throws X {
      appender.append(type.cast(operation), to);
    }
  }

  /** Says what is done with a kind of operation. */
  public <O extends Operation> OperationTable<C, X> known(
      Class<O> type, Appender<O, C, X> appender) {
    known.put(type, new Entry<>(type, appender));
    return this;
  }

  /** All kinds that are known. */
  public Set<Class<?>> kinds() {
    return Collections.unmodifiableSet(known.keySet());
  }

  /** Appends {@code operation}; whether its kind is known. */
  public boolean append(Operation operation, C to) throws X {
    Entry<?, C, X> entry = known.get(operation.getClass());
    if (entry == null) {
      return false;
    }
    entry.append(operation, to);
    return true;
  }
}
