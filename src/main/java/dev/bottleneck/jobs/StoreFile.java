package dev.bottleneck.jobs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A store in an SQLite file. */
record StoreFile(Path file) implements StorePlace {
  @Override
  public boolean exists() {
    return Files.exists(file);
  }

  @Override
  public void create(Map<String, String> identity) {
    StoreFormat.create(file, identity);
  }

  @Override
  public StoreConnection open() {
    return StoreFormat.open(file);
  }

  @Override
  public StoreConnection read() {
    return StoreCopy.reading(file);
  }

  @Override
  public void remove() {
    try {
      for (String end : StoreCopy.PARTS) {
        Files.deleteIfExists(file.resolveSibling(file.getFileName() + end));
      }
    } catch (IOException e) {
      throw new StoreFailure(file + ": cannot be removed: " + e, e);
    }
  }

  @Override
  public String otherPlace() {
    return "give another folder with --out";
  }

  @Override
  public String toString() {
    return file.toString();
  }
}
