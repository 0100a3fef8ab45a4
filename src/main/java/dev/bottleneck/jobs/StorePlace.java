package dev.bottleneck.jobs;

import java.nio.file.Path;
import java.util.Map;

/**
 * Where a store of jobs is, whether there is one yet or not; its text is what people know it by.
 */
public interface StorePlace {
  /** A file of this machine. */
  static StorePlace file(Path file) {
    return new StoreFile(file);
  }

  /**
   * A schema of a PostgreSQL database.
   *
   * @param url as JDBC takes it, without a password
   * @param name of what is stored
   * @throws dev.bottleneck.runtime.UserError if there can be none
   */
  static StorePlace database(String url, String name) {
    return new StoreDatabase(url, name, false);
  }

  /**
   * The same for a process that nobody watches: a server that is not there yet is waited for, as
   * long as one that was lost.
   */
  static StorePlace awaitedDatabase(String url, String name) {
    return new StoreDatabase(url, name, true);
  }

  /** Whether a store is there. */
  boolean exists();

  /**
   * Makes a store, whole or not at all; one that is there already stays.
   *
   * @param identity what is begun, as key and value
   */
  void create(Map<String, String> identity);

  /**
   * Opens the store.
   *
   * @throws dev.bottleneck.runtime.UserError if it is none, another version's or damaged
   */
  StoreConnection open();

  /**
   * Opens the store to read it, though nothing may be written there.
   *
   * @throws dev.bottleneck.runtime.UserError if it is none, another version's or damaged
   */
  StoreConnection read();

  /** Removes the store, if there is one, and all that is in it. */
  void remove();

  /** What else to give, where another store is wanted. */
  String otherPlace();
}
